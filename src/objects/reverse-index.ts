/**
 * `pack-*.rev`, which git since 2.41 writes beside an index: the positions of the index in the order of their
 * offsets. `RIDX`, version 1, 1 for SHA-1 or 2 for SHA-256, a u32 for each entry, two checksums; all big-endian.
 * Nobody has to believe it: who uses it sees whether the offsets go up.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const HEADER = Buffer.from('RIDX\0\0\0\x01\0\0\0', 'latin1');
const FIRST = 12;

/** Reads the positions as they stand there; false where there is no such file beside the index, or another. */
export function readReverse(
  indexPath: string,
  { count, idBytes }: { readonly count: number; readonly idBytes: number },
  into: Uint8Array,
): boolean {
  if (!indexPath.endsWith('.idx')) return false;
  let file: number | undefined;
  try {
    file = openSync(`${indexPath.slice(0, -4)}.rev`, 'r');
    if (fstatSync(file).size !== FIRST + count * 4 + 2 * idBytes) return false;
    const head = Buffer.alloc(FIRST);
    if (readSync(file, head, 0, FIRST, 0) !== FIRST) return false;
    const isKnown = head.subarray(0, HEADER.length).equals(HEADER);
    if (!isKnown || head[FIRST - 1] !== (idBytes === 32 ? 2 : 1)) return false;
    return readSync(file, into, 0, count * 4, FIRST) === count * 4;
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
