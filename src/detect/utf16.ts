/**
 * UTF-16 in either byte order, with or without a mark, anywhere: ASCII characters are every second byte,
 * zeros between them. Which byte order it is shows only at the text's ends, so that here both are one.
 */
import { type Codec, OTHER, type Spelling } from './encoded.ts';
import type { Window } from './window.ts';

export const utf16: Codec = {
  encoding: 'utf16',
  behind: (count) => count * 2 + 2,
  ahead: (count) => count * 2 + 2,

  grid: {
    raw: 2,
    decoded: 1,
    // Big-endian the zero stands before its character: between characters that makes no difference.
    decode(bytes, at, into, to) {
      into[to] = bytes[at]!;
      return bytes[at + 1] === 0 ? at + 2 : -1;
    },
    pass: (_bytes, at, count) => at + count,
  },

  spellings({ text, fold }): Spelling[] {
    return [{ text: [...text].join('\0'), fold, phase: text.length, lead: 0 }];
  },

  glance(bytes, end, { phase }, into) {
    const start = end - phase * 2 + 1;
    const shift = isBig(bytes, start, end) ? -1 : 1;
    const isGuess = shift > 0 && mayBeBig(bytes, start);
    for (let count = 0; count < into.length; count++) {
      const at = end + 1 + count * 2;
      if (at + 1 >= bytes.length) {
        // Without a zero behind the last character there is none that goes on.
        if (at - 1 >= bytes.length || bytes[at - 1] === 0) return count;
        into[count] = OTHER;
        return count + 1;
      }
      into[count] = bytes[at + shift] === 0 ? bytes[at]! : OTHER;
      if (into[count] === OTHER) return isGuess ? count : count + 1;
    }
    return into.length;
  },

  before(bytes, at) {
    const isSure = at > 4 && bytes[at - 1] === 0 && bytes[at - 3] === 0 && bytes[at - 5] === 0;
    return isSure ? (bytes[at - 4]! << 8) | bytes[at - 2]! : -1;
  },

  /** Reads every second byte; whoever knows the byte order of the text shifts the place by one. */
  read(bytes, at, { phase }, window) {
    fill(bytes, at, isBig(bytes, at, at + phase * 2 - 1) ? -1 : 1, window);
    return true;
  },

  /** Where both byte orders read as ASCII up to a character that is none: in the other one it may be. */
  again(bytes, at, { phase }, window) {
    if (isBig(bytes, at, at + phase * 2 - 1) || !mayBeBig(bytes, at)) return false;
    const other = window.bytes.indexOf(OTHER, window.needle + phase);
    if (other < 0 || other >= window.length) return false;
    fill(bytes, at, -1, window);
    return true;
  },
};

function fill(bytes: Uint8Array, at: number, shift: number, window: Window): void {
  const before = Math.min(at >> 1, window.behind);
  window.needle = before;
  const first = at - before * 2;
  const count = Math.min(window.room, (bytes.length - first + 1) >> 1);
  const known = window.take(bytes, first, shift, count);
  decode(bytes, first, { shift, into: window.bytes, from: Math.min(known, count), to: count });
  window.length = count;
  window.base = first;
  window.stop = bytes.length;
}

interface Part {
  /** Where the other byte of a character stands: 1 or -1. */
  readonly shift: number;
  readonly into: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** Characters [from, to) of the text that starts at `first`. One that is cut off is taken for text. */
function decode(bytes: Uint8Array, first: number, { shift, into, from, to }: Part): void {
  const isCut = first + to * 2 - 2 + shift >= bytes.length;
  const stop = isCut ? to - 1 : to;
  let place = first + from * 2;
  let index = from;
  if (index < stop && place + shift < 0) {
    into[index++] = bytes[place]!;
    place += 2;
  }
  for (; index < stop; index++, place += 2) {
    into[index] = bytes[place + shift] === 0 ? bytes[place]! : OTHER;
  }
  if (isCut && to > from) into[to - 1] = bytes[first + to * 2 - 2]!;
}

/** Is the text whose first letter stands at `at` and whose last one ends at `end` big-endian? */
function isBig(bytes: Uint8Array, at: number, end: number): boolean {
  return at > 0 && bytes[at - 1] === 0 && (at === 1 || bytes[end] !== 0);
}

function mayBeBig(bytes: Uint8Array, at: number): boolean {
  return at > 0 && bytes[at - 1] === 0;
}
