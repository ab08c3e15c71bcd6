/**
 * UTF-16 in either byte order, with or without a mark, anywhere: ASCII characters are every second byte,
 * zeros between them. Which byte order it is shows only at the text's ends, so that here both are one.
 */
import { type Codec, OTHER, type Spelling } from './encoded.ts';

export const utf16: Codec = {
  encoding: 'utf16',
  behind: (count) => count * 2 + 2,
  ahead: (count) => count * 2 + 2,

  spellings({ text, fold }): Spelling[] {
    return [{ text: [...text].join('\0'), fold, phase: text.length, lead: 0 }];
  },

  glance(bytes, end, { phase }, into) {
    const shift = isBig(bytes, end - phase * 2 + 1, end) ? -1 : 1;
    for (let count = 0; count < into.length; count++) {
      const at = end + 1 + count * 2;
      if (at + 1 >= bytes.length) return count;
      into[count] = bytes[at + shift] === 0 ? bytes[at]! : OTHER;
      if (into[count] === OTHER) return count + 1;
    }
    return into.length;
  },

  before(bytes, at) {
    const isSure = at > 4 && bytes[at - 1] === 0 && bytes[at - 3] === 0 && bytes[at - 5] === 0;
    return isSure ? (bytes[at - 4]! << 8) | bytes[at - 2]! : -1;
  },

  /** Reads every second byte; whoever knows the byte order of the text shifts the place by one. */
  read(bytes, at, { phase }, window) {
    const shift = isBig(bytes, at, at + phase * 2 - 1) ? -1 : 1;
    const before = Math.min(at >> 1, window.behind);
    window.needle = before;
    for (let index = at - before * 2; index < bytes.length; index += 2) {
      if (window.length === window.bytes.length) break;
      const other = index + shift;
      const code = other >= 0 && other < bytes.length && bytes[other] !== 0 ? OTHER : bytes[index]!;
      window.push(code, index, Math.min(index + 2, bytes.length));
    }
    return true;
  },
};

/** Is the text whose first letter stands at `at` and whose last one ends at `end` big-endian? */
function isBig(bytes: Uint8Array, at: number, end: number): boolean {
  return at > 0 && bytes[at - 1] === 0 && (at === 1 || bytes[end] !== 0);
}
