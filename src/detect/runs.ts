/** Where literals, bare words and the padding of base64 end. Nothing at or past `limit` is read. */
import { classTable } from './classes.ts';
import { epoch } from './epoch.ts';
import { Glyph } from './glyph.ts';

const AMPERSAND = 0x26;
const PERCENT = 0x25;
const PLUS = 0x2b;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const GREATER = 0x3e;

const WORD = 'A-Za-z0-9_./+~$@-';
/** What a quoted literal may hold; templates and the like are left to the judge. */
const LITERAL = '!#-&(-;=?-[]-_a-~';
const wordBytes = classTable(WORD);
const literalBytes = classTable(LITERAL);

const glyph = new Glyph();

/** The last stretch of such bytes that was seen: where texts are dense, many walks come to its end. */
class Stretch {
  readonly #table: Uint8Array;
  #source: Uint8Array | undefined;
  #epoch = -1;
  #from = 0;
  #to = 0;

  /** @param written their class; without `&` and `%`, which may be more than one byte */
  constructor(written: string) {
    this.#table = classTable(written).slice();
    this.#table[AMPERSAND] = 0;
    this.#table[PERCENT] = 0;
  }

  /** Where it ends, from `start` on. */
  end(bytes: Uint8Array, start: number, limit: number): number {
    const isKnown = this.#source === bytes && this.#epoch === epoch.now;
    if (!isKnown || start < this.#from || start > this.#to) {
      this.#source = bytes;
      this.#epoch = epoch.now;
      this.#from = start;
      this.#to = start;
    }
    let end = this.#to;
    while (end < limit && this.#table[bytes[end]!] === 1) end++;
    this.#to = end;
    return Math.max(start, Math.min(end, limit));
  }
}

const words = new Stretch(WORD);
const literals = new Stretch(LITERAL);

export function endOfLiteral(bytes: Uint8Array, start: number, limit: number): number {
  return endOfRun(bytes, literals.end(bytes, start, limit), limit, literalBytes);
}

/** A bare word does not end in a dot, nor in the dash of an arrow. */
export function endOfWord(bytes: Uint8Array, start: number, limit: number): number {
  let end = endOfRun(bytes, words.end(bytes, start, limit), limit, wordBytes);
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
