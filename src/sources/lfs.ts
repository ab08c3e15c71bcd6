/**
 * The three lines that Git LFS stores in place of a file, and nothing else: one more byte, and the
 * blob is scanned like any other.
 */
const LFS_POINTER =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:[0-9a-f]{64}\nsize [0-9]{1,15}\n$/;
const LFS_LONGEST = 160;

export function isLfsPointer(bytes: Uint8Array): boolean {
  // A look past the end of an empty file would have the compiler start again.
  if (bytes.length > LFS_LONGEST || bytes.length === 0 || bytes[0] !== 0x76) return false;
  return LFS_POINTER.test(Buffer.from(bytes).toString('latin1'));
}
