/** A text as a string of hexadecimal digits, in either case: `41497a61…`. */
import { hexPair } from './classes.ts';
import { type Codec, OTHER, type Spelling } from './encoded.ts';

/** Bytes that are decoded on the left. */
const BEFORE = 12;

export const hexcode: Codec = {
  encoding: 'hex',
  behind: () => BEFORE * 2,
  ahead: (count) => count * 2 + 2,

  grid: {
    raw: 2,
    decoded: 1,
    decode(bytes, at, into, to) {
      const code = hexPair(bytes, at);
      into[to] = code;
      return code < 0 ? -1 : at + 2;
    },
    pass: (_bytes, at, count) => at + count,
  },

  spellings({ text }): Spelling[] {
    const codes = [...text].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0'));
    return [{ text: codes.join(''), fold: true, phase: 0, lead: 0 }];
  },

  glance(bytes, end, _spelling, into) {
    for (let count = 0; count < into.length; count++) {
      const at = end + count * 2;
      if (at + 1 >= bytes.length) return count;
      const code = hexPair(bytes, at);
      into[count] = code < 0 ? OTHER : code;
      if (code < 0) return count + 1;
    }
    return into.length;
  },

  before(bytes, at) {
    const last = hexPair(bytes, at - 2);
    const other = hexPair(bytes, at - 4);
    return last < 0 || other < 0 ? -1 : (other << 8) | last;
  },

  read(bytes, at, _spelling, window) {
    let start = at;
    while (start > at - BEFORE * 2 && hexPair(bytes, start - 2) >= 0) start -= 2;
    window.needle = (at - start) >> 1;
    for (; window.length < window.room; start += 2) {
      const code = hexPair(bytes, start);
      if (code < 0) return true;
      window.push(code, start, start + 2);
      if (start > at && (code < 32 || code > 126)) return true;
    }
    return true;
  },
};
