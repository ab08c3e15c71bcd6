/** Where a name ends: `Prod` of `apiKeyProd`, `.prod` of `api.key.prod` belong to it. */
import { classTable } from './classes.ts';
import type { Keywords } from './keywords.ts';

export const LONGEST_SUFFIX = 48;

const DASH = 0x2d;
const DOT = 0x2e;
const GREATER = 0x3e;

/** What a name may go on with behind its keyword, and a dot before a letter. */
export const suffixBytes = classTable('A-Za-z0-9_-');

/** From the keyword's end on; -1 where the name goes on too long, or a later keyword of it decides. */
export function endOfName(
  bytes: Uint8Array,
  start: number,
  limit: number,
  keywords: Keywords,
): number {
  const stop = Math.min(limit, start + LONGEST_SUFFIX);
  let end = start;
  while (end < stop) {
    const byte = bytes[end]!;
    if (suffixBytes[byte] === 0) {
      const next = end + 1 < limit ? bytes[end + 1]! : 0;
      if (byte !== DOT || (next | 32) < 0x61 || (next | 32) > 0x7a) return end;
    }
    if (byte === DASH && bytes[end + 1] === GREATER) return end;
    if (keywords.lengthAt(bytes, end, limit) > 0) return -1;
    end++;
  }
  return end === limit ? end : -1;
}
