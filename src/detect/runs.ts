/** Where literals, bare words and the padding of base64 end. Nothing at or past `limit` is read. */
import { classTable } from './classes.ts';
import { Glyph } from './glyph.ts';

const AMPERSAND = 0x26;
const PERCENT = 0x25;
const PLUS = 0x2b;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const GREATER = 0x3e;

const wordBytes = classTable('A-Za-z0-9_./+~$@-');
/** What a quoted literal may hold; templates and the like are left to the judge. */
const literalBytes = classTable('!#-&(-;=?-[]-_a-~');

const glyph = new Glyph();

export function endOfLiteral(bytes: Uint8Array, start: number, limit: number): number {
  return endOfRun(bytes, start, limit, literalBytes);
}

/** A bare word does not end in a dot, nor in the dash of an arrow. */
export function endOfWord(bytes: Uint8Array, start: number, limit: number): number {
  let end = endOfRun(bytes, start, limit, wordBytes);
  while (end > start + 1 && bytes[end - 1] === DOT) end--;
  return bytes[end - 1] === DASH && end < limit && bytes[end] === GREATER ? end - 1 : end;
}

/** `%2B`, `%2F` and `%3D` belong to a value in base64, any other escape ends it. */
function endOfRun(bytes: Uint8Array, start: number, limit: number, table: Uint8Array): number {
  let end = start;
  while (end < limit) {
    const byte = bytes[end]!;
    if (byte === AMPERSAND || byte === PERCENT) {
      glyph.read(bytes, end, limit);
      const { code, width } = glyph;
      if (width === 1 ? table[byte] === 0 : code !== PLUS && code !== SLASH && code !== EQUALS)
        break;
      end += width;
    } else if (table[byte] === 1) end++;
    else break;
  }
  return end;
}

/** base64's `=` at the end of a bare word. */
export function endOfPadding(bytes: Uint8Array, end: number, limit: number): number {
  let padded = end;
  while (padded < limit && padded - end < 2 && bytes[padded] === EQUALS) padded++;
  return padded < limit && wordBytes[bytes[padded]!] === 1 ? end : padded;
}
