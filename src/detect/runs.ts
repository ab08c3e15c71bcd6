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
const inEntity = classTable('#A-Za-z0-9');

const glyph = new Glyph();

/** An escape that begins further from where reading must end is whole. */
const MARGIN = 16;
/** So far behind its `&` an entity may go on. */
const LONGEST_ENTITY = 9;

/** The last stretch of such bytes that was seen: where texts are dense, many walks come to its end. */
class Stretch {
  readonly #table: Uint8Array;
  /** The same without `&` and `%`, which may be more than one byte. */
  readonly #simple: Uint8Array;
  #source: Uint8Array | undefined;
  #epoch = -1;
  #from = 0;
  #to = 0;

  /** @param written their class */
  constructor(written: string) {
    this.#table = classTable(written);
    this.#simple = this.#table.slice();
    this.#simple[AMPERSAND] = 0;
    this.#simple[PERCENT] = 0;
  }

  /** Where it ends, from `start` on. */
  end(bytes: Uint8Array, start: number, limit: number): number {
    const isKnown = this.#source === bytes && this.#epoch === epoch.now;
    const isWithin = start >= this.#from && start <= this.#to && entityAt(bytes, start) === start;
    if (!isKnown || !isWithin) {
      this.#source = bytes;
      this.#epoch = epoch.now;
      this.#from = start;
      this.#to = start;
    }
    const near = limit - MARGIN;
    if (this.#to < near) this.#to = this.#past(bytes, this.#to, near, limit);
    if (this.#to < near) return this.#to;
    return this.#past(bytes, Math.max(start, entityAt(bytes, near)), limit, limit);
  }

  /** Where it ends that goes on at `from`; not before `stop` unless it does end. */
  #past(bytes: Uint8Array, from: number, stop: number, limit: number): number {
    let end = from;
    while (end < stop) {
      const next = this.#simple[bytes[end]!] === 1 ? end + 1 : this.#next(bytes, end, limit);
      if (next < 0) break;
      end = next;
    }
    return end;
  }

  /**
   * Behind the `&` or `%` at `at`, or -1 where the stretch ends with it. `%2B`, `%2F` and `%3D` belong to a value in
   * base64, any other escape ends it.
   */
  #next(bytes: Uint8Array, at: number, limit: number): number {
    const byte = bytes[at]!;
    if (byte !== AMPERSAND && byte !== PERCENT) return -1;
    glyph.read(bytes, at, limit);
    const { code, width } = glyph;
    const goesOn =
      width === 1 ? this.#table[byte] === 1 : code === PLUS || code === SLASH || code === EQUALS;
    return goesOn ? at + width : -1;
  }
}

/** Where the entity starts in whose middle `at` may be; otherwise `at`. */
function entityAt(bytes: Uint8Array, at: number): number {
  const stop = Math.max(0, at - LONGEST_ENTITY);
  let start = at - 1;
  while (start >= stop && inEntity[bytes[start]!] === 1) start--;
  return start >= stop && bytes[start] === AMPERSAND ? start : at;
}

const words = new Stretch(WORD);
const literals = new Stretch(LITERAL);

export function endOfLiteral(bytes: Uint8Array, start: number, limit: number): number {
  return literals.end(bytes, start, limit);
}

/** A bare word does not end in a dot, nor in the dash of an arrow. */
export function endOfWord(bytes: Uint8Array, start: number, limit: number): number {
  let end = words.end(bytes, start, limit);
  while (end > start + 1 && bytes[end - 1] === DOT) end--;
  return bytes[end - 1] === DASH && end < limit && bytes[end] === GREATER ? end - 1 : end;
}

/** base64's `=` at the end of a bare word. */
export function endOfPadding(bytes: Uint8Array, end: number, limit: number): number {
  let padded = end;
  while (padded < limit && padded - end < 2 && bytes[padded] === EQUALS) padded++;
  return padded < limit && wordBytes[bytes[padded]!] === 1 ? end : padded;
}
