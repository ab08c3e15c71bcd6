/** A literal in quotes as the walk (bridge.ts) meets it, with what may stand around the value in it. */
import { Glyph } from './glyph.ts';
import { pastBlanks, schemeLength } from './phrases.ts';
import { endOfLiteral } from './runs.ts';

const NEWLINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const BACKTICK = 0x60;

/** `Authorization`'s longest scheme. */
const LONGEST_SCHEME = 8;
/** A sentence among a call's arguments is passed over up to here. */
const LONGEST_SENTENCE = 120;

export class Literal {
  start = 0;
  end = 0;
  /** Behind the quote that closes it. */
  after = 0;
  isClosed = false;
  readonly #glyph = new Glyph();

  /** @param from behind the first quote; nothing from `limit` on is read, and the text ends at `last` */
  read(bytes: Uint8Array, from: number, limit: number, last: number): void {
    const glyph = this.#glyph;
    let start = from;
    let more = 0;
    for (; more < 4; more++) {
      glyph.read(bytes, start, limit);
      if (!isQuote(glyph.code)) break;
      start += glyph.width;
    }
    // A text block begins on its second line.
    if (more === 2) start = pastBlanks(bytes, start, limit);
    let end = endOfLiteral(bytes, start, limit);
    const isEmpty = more === 1 && end === start;
    if (!isEmpty && end < limit && bytes[end] === SPACE && end - start <= LONGEST_SCHEME) {
      start += schemeLength(bytes, start, limit);
      end = endOfLiteral(bytes, start, limit);
    }
    glyph.read(bytes, more === 2 ? pastBlanks(bytes, end, limit) : end, limit);
    while ((glyph.code === NEWLINE || glyph.code === SPACE) && glyph.width > 1) {
      glyph.read(bytes, glyph.at + glyph.width, limit);
    }
    this.isClosed = isEmpty || isQuote(glyph.code) || (end === limit && end === last);
    this.start = start;
    this.end = end;
    this.after = glyph.at + glyph.width;
  }
}

/** Behind the quote `code` that ends a text with spaces, or -1 where none does on its line. */
export function sentenceEnd(bytes: Uint8Array, from: number, limit: number, code: number): number {
  const stop = Math.min(limit, from + LONGEST_SENTENCE);
  for (let index = from; index < stop; index++) {
    const byte = bytes[index]!;
    if (byte === NEWLINE) return -1;
    if (byte === code) return index + 1;
  }
  return -1;
}

function isQuote(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE || code === BACKTICK;
}
