/**
 * The code frame: the finding's line and its neighbours, at most 200 characters of each, with every secret
 * in them masked, whoever found it and whether or not it was ignored. Secrets are cut out of the bytes
 * before anything is decoded, so that no window can show a piece of one.
 */
import type { FrameLine } from '../types.ts';
import { type Lines, sequence } from './lines.ts';

/** Characters of a line that are shown. */
const WIDTH = 200;
/** Of these, before the secret. */
const LEAD = 80;
const decoder = { bytes: 'utf-8', utf16le: 'utf-16le', utf16be: 'utf-16be' } as const;

/** A stretch of bytes that must not be shown, and what stands in its place. */
export interface Cover {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** Frames of one blob. Covers are in ascending order and do not overlap. */
export class Frames {
  readonly #bytes: Uint8Array;
  readonly #lines: Lines;
  readonly #covers: readonly Cover[];
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #unit: number;

  constructor(bytes: Uint8Array, lines: Lines, covers: readonly Cover[]) {
    this.#bytes = bytes;
    this.#lines = lines;
    this.#covers = covers;
    this.#decoder = new TextDecoder(decoder[lines.unit], { ignoreBOM: false });
    this.#unit = lines.feed;
  }

  /** The lines around the secret at [start, end). */
  around(start: number, end: number): FrameLine[] {
    const own = this.#lines.startOf(start);
    const frame: FrameLine[] = [];
    if (own.line > 1) {
      const text = this.#slice(own.previous, own.start - this.#unit, WIDTH);
      frame.push({ line: own.line - 1, text: trimmed(text) });
    }
    const before = lastChars(this.#backwards(own.start, start), LEAD);
    const cover = this.#coverAt(start);
    const label = cover ? cover.label : '…';
    const stop = this.#lines.endOf(Math.max(start, end - 1), end + WIDTH * 4);
    const after = this.#slice(cover ? Math.max(cover.end, end) : end, stop, WIDTH);
    const room = Math.max(0, WIDTH - before.length - label.length);
    const text = trimmed([before, label, firstChars(after, room)].join(''));
    const line = own.line;
    frame.push({ line, text, mark: [before.length, label.length] });
    const next = this.#nextLine(end);
    if (next !== undefined) frame.push({ line: this.#lastLine(end) + 1, text: trimmed(next) });
    // Its exact length: what grows by `push` has room for seventeen.
    return frame.slice();
  }

  #lastLine(end: number): number {
    return this.#lines.locate(end - 1).line;
  }

  #nextLine(end: number): string | undefined {
    const far = end + WIDTH * 16;
    const feed = this.#lines.endOf(end - 1, far);
    if (feed >= far || feed + this.#unit >= this.#bytes.length) return undefined;
    const from = feed + this.#unit;
    return this.#slice(from, this.#lines.endOf(from, from + WIDTH * 4), WIDTH);
  }

  /** The text right before a secret, masked; only as much of the line as could be shown. */
  #backwards(lineStart: number, start: number): string {
    let from = Math.max(lineStart, start - LEAD * 4);
    if (this.#unit === 2 && (start - from) % 2 === 1) from++;
    while (this.#unit === 1 && from < start && from > lineStart && isInside(this.#bytes, from))
      from++;
    return this.#text(from, start);
  }

  #slice(from: number, to: number, width: number): string {
    return firstChars(this.#text(from, Math.min(to, from + width * 4)), width);
  }

  /** Bytes [from, to) as text with every cover's label in its place. */
  #text(from: number, to: number): string {
    const covers = this.#covers;
    let text = '';
    let at = from;
    for (let index = this.#firstAfter(from); index < covers.length; index++) {
      const cover = covers[index]!;
      if (cover.start >= to) break;
      if (cover.start > at) text += this.#decoder.decode(this.#bytes.subarray(at, cover.start));
      text += cover.label;
      at = cover.end;
    }
    return at < to ? text + this.#decoder.decode(this.#bytes.subarray(at, to)) : text;
  }

  #coverAt(offset: number): Cover | undefined {
    const cover = this.#covers[this.#firstAfter(offset)];
    return cover && cover.start <= offset ? cover : undefined;
  }

  /** Index of the first cover that ends after `offset`. */
  #firstAfter(offset: number): number {
    let low = 0;
    let high = this.#covers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#covers[middle]!.end <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isInside(bytes: Uint8Array, at: number): boolean {
  return (bytes[at]! & 0xc0) === 0x80 && sequence(bytes, at) === 1;
}

function trimmed(text: string): string {
  return text.replace(/\r?\n?$/, '');
}

/** Never cuts a surrogate pair in two. */
function firstChars(text: string, count: number): string {
  if (text.length <= count) return text;
  const code = text.charCodeAt(count - 1);
  return text.slice(0, code >= 0xd800 && code < 0xdc00 ? count - 1 : count);
}

function lastChars(text: string, count: number): string {
  if (text.length <= count) return text;
  const from = text.length - count;
  const code = text.charCodeAt(from);
  return text.slice(code >= 0xdc00 && code < 0xe000 ? from + 1 : from);
}
