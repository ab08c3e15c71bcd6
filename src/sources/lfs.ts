/**
 * The three lines that Git LFS stores in place of a file, and nothing else: one more byte, and the
 * blob is scanned like any other.
 */
const LFS_POINTER =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:[0-9a-f]{64}\nsize [0-9]{1,15}\n$/;
const LFS_LONGEST = 160;
/** Its first byte. */
export const LFS_START = 0x76;

export function isLfsPointer(bytes: Uint8Array): boolean {
  if (bytes.length > LFS_LONGEST || bytes[0] !== LFS_START) return false;
  return LFS_POINTER.test(Buffer.from(bytes).toString('latin1'));
}
