/**
 * UTF-16 in either byte order, with or without a mark, anywhere: ASCII characters are every second byte,
 * zeros between them. Which byte order it is shows only at the text's ends, so that here both are one.
 */
import type { Codec, Spelling } from './encoded.ts';

/** Stands for a character that is not ASCII: of no key's alphabet. */
const OTHER = 0xff;

export const utf16: Codec = {
  encoding: 'utf16',
  behind: (count) => count * 2 + 2,
  ahead: (count) => count * 2 + 2,

  spellings({ text, fold }): Spelling[] {
    return [{ text: [...text].join('\0'), fold, phase: text.length, lead: 0 }];
  },

  /** Reads every second byte; whoever knows the byte order of the text shifts the place by one. */
  read(bytes, at, { phase }, window) {
    const after = at + phase * 2 - 1;
    const big = at > 0 && bytes[at - 1] === 0 && (at === 1 || bytes[after] !== 0);
    const shift = big ? -1 : 1;
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
