/**
 * Offsets → lines and columns. Lines end at LF; columns count UTF-16 code units of the decoded text, as
 * editors do. UTF-8 bytes that decode to nothing count one column each. A text in UTF-16 (by its byte
 * order mark, or because every second byte of its beginning is zero) counts its own units. A byte order
 * mark is no column. Built only where there are hits; asked in ascending order, it reads the text once.
 */

const LF = 10;
/** Bytes of the beginning that tell UTF-16 without a mark. */
const SAMPLE = 4096;

export type Unit = 'bytes' | 'utf16le' | 'utf16be';

export interface Position {
  readonly line: number;
  readonly column: number;
}

export class Lines {
  readonly unit: Unit;
  readonly #bytes: Uint8Array;
  /** Where line 1 starts: after the byte order mark. */
  readonly #origin: number;
  #line = 1;
  #lineStart: number;
  #previousStart: number;
  #at: number;
  #column = 1;
  /** The last line feed found (-1: none), and from where it was looked for (past the end: nowhere yet). */
  #feed = -1;
  #searched = Number.POSITIVE_INFINITY;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.unit = unitOf(bytes);
    this.#origin = markLength(bytes);
    this.#lineStart = this.#origin;
    this.#previousStart = this.#origin;
    this.#at = this.#origin;
  }

  /** Quick where `offset` does not go back behind the line asked for before. */
  locate(offset: number): Position {
    this.#moveTo(Math.max(offset, this.#origin));
    return { line: this.#line, column: this.#column };
  }

  /** The line that holds `offset`: where it starts and ends, and where the one before starts (at line 1: it). */
  startOf(offset: number): { start: number; previous: number; end: number; line: number } {
    this.#moveTo(Math.max(offset, this.#origin));
    const feed = this.#lineFeed(this.#at);
    const end = feed < 0 ? this.#bytes.length : feed;
    return { start: this.#lineStart, previous: this.#previousStart, end, line: this.#line };
  }

  /** Offset of the line feed that ends the line at `offset`, or `stop` where none stands before it. */
  endOf(offset: number, stop: number): number {
    const last = Math.min(stop, this.#bytes.length);
    for (let at = offset; at < last; at++) {
      if (this.#bytes[at] === LF && this.#isFeed(at)) {
        return this.unit === 'utf16be' ? Math.max(offset, at - 1) : at;
      }
    }
    return last;
  }

  /** Bytes of one line feed in this text. */
  get feed(): number {
    return this.unit === 'bytes' ? 1 : 2;
  }

  #moveTo(offset: number): void {
    if (offset < this.#lineStart) this.#restart(this.#origin, 1);
    if (offset < this.#at) {
      this.#at = this.#lineStart;
      this.#column = 1;
    }
    let feed = this.#lineFeed(this.#at);
    while (feed >= 0 && feed < offset) {
      const previous = this.#lineStart;
      this.#restart(feed + this.feed, this.#line + 1);
      this.#previousStart = previous;
      feed = this.#lineFeed(this.#at);
    }
    this.#column += this.#units(this.#at, offset);
    this.#at = offset;
  }

  #restart(lineStart: number, line: number): void {
    this.#lineStart = lineStart;
    this.#previousStart = lineStart;
    this.#line = line;
    this.#at = lineStart;
    this.#column = 1;
  }

  /** Offset of the first line feed at or after `from`, or -1. Remembers it: lines may be very long. */
  #lineFeed(from: number): number {
    const known = from >= this.#searched && (this.#feed < 0 || this.#feed >= from);
    if (!known) {
      this.#feed = this.#findFeed(from);
      this.#searched = from;
    }
    return this.#feed;
  }

  #findFeed(from: number): number {
    const big = this.unit === 'utf16be';
    let at = this.#bytes.indexOf(LF, from);
    while (at >= 0 && !(this.#isFeed(at) && (!big || at > from))) {
      at = this.#bytes.indexOf(LF, at + 1);
    }
    return at >= 0 && big ? at - 1 : at;
  }

  /** In UTF-16 a line feed is a whole unit: the byte beside it is zero. */
  #isFeed(at: number): boolean {
    if (this.unit === 'bytes') return true;
    if (this.unit === 'utf16le') return at % 2 === 0 && this.#bytes[at + 1] === 0;
    return at % 2 === 1 && this.#bytes[at - 1] === 0;
  }

  #units(from: number, to: number): number {
    if (this.unit !== 'bytes') return (to - from) >> 1;
    const bytes = this.#bytes;
    let count = 0;
    let at = from;
    while (at < to) {
      const size = bytes[at]! < 0x80 ? 1 : sequence(bytes, at);
      count += size === 4 ? 2 : 1;
      at += size;
    }
    return count;
  }
}

/** Length of the well-formed UTF-8 sequence at `at`; 1 also for a byte that starts none. */
export function sequence(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const size = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
  if (size === 1 || at + size > bytes.length) return 1;
  for (let index = 1; index < size; index++) {
    if ((bytes[at + index]! & 0xc0) !== 0x80) return 1;
  }
  const second = bytes[at + 1]!;
  if (lead === 0xe0 && second < 0xa0) return 1;
  if (lead === 0xed && second > 0x9f) return 1;
  if (lead === 0xf0 && second < 0x90) return 1;
  return lead === 0xf4 && second > 0x8f ? 1 : size;
}

function markLength(bytes: Uint8Array): number {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 2;
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 2 : 0;
}

function unitOf(bytes: Uint8Array): Unit {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf16be';
  const pairs = Math.min(bytes.length, SAMPLE) >> 1;
  let little = 0;
  let big = 0;
  for (let index = 0; index < pairs * 2; index += 2) {
    const first = bytes[index]!;
    const second = bytes[index + 1]!;
    if (first !== 0 && second === 0) little++;
    if (first === 0 && second !== 0) big++;
  }
  if (little > pairs * 0.7) return 'utf16le';
  return big > pairs * 0.7 ? 'utf16be' : 'bytes';
}
