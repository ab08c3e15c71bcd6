/**
 * Finds all occurrences of many short byte strings at once. Stepping through the bytes two at a time meets
 * exactly one of the two marked pairs (tables.ts) of every occurrence, whatever its parity, and only where
 * a mark is met are bytes compared.
 */
import { isWithin } from './left.ts';
import { FOLD, HEAD, LEFT, MASK, NEEDLE, OFFSET, SHORT, type Tables } from './tables.ts';

/** Reading eight bytes at a time needs the machine's own order to be little-endian; nearly all are. */
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
/** Below this many bytes a view costs more than it saves. */
const SMALL = 256;
/** Words at a time. A loop that runs for seconds is compiled anew each time; one that returns is kept. */
const BLOCK = 4096;

/** Told of every occurrence. */
export interface Sink {
  occurrence(bytes: Uint8Array, needle: number, at: number): void;
}

export class Search {
  readonly #tables: Tables;
  readonly #marks: Uint8Array;
  readonly #behind: Int32Array;
  readonly #before: Int32Array;
  readonly #entries: Int32Array;
  readonly #list: Int32Array;
  readonly #lefts: Uint8Array;
  readonly #sink: Sink;
  #from = 0;
  #to = 0;

  constructor(tables: Tables, sink: Sink) {
    this.#tables = tables;
    this.#marks = tables.marks;
    this.#behind = tables.behind;
    this.#before = tables.before;
    this.#entries = tables.entries;
    this.#list = tables.chains.list;
    this.#lefts = tables.lefts;
    this.#sink = sink;
  }

  /** Reports every occurrence that starts in [from, to), roughly from left to right. */
  scan(bytes: Uint8Array, from: number, to: number): void {
    this.#from = from;
    this.#to = to;
    const stop = Math.min(bytes.length - 1, to + this.#tables.longest);
    const first = from + ((bytes.byteOffset + from) & 1);
    if (stop - first < SMALL || !littleEndian) {
      this.#pairs(bytes, first, stop);
      return;
    }
    const aligned = ((bytes.byteOffset + first + 7) & ~7) - bytes.byteOffset;
    this.#pairs(bytes, first, aligned);
    const count = ((stop - aligned) >>> 3) << 1;
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset + aligned, count);
    for (let from = 0; from < count; from += BLOCK) {
      this.#words(bytes, words, from, Math.min(from + BLOCK, count));
    }
    this.#pairs(bytes, aligned + count * 4, stop);
  }

  /** The pairs that start at first, first + 2, … below stop. */
  #pairs(bytes: Uint8Array, first: number, stop: number): void {
    const marks = this.#marks;
    for (let at = first; at < stop; at += 2) {
      const mark = marks[bytes[at]! | (bytes[at + 1]! << 8)]!;
      if (mark !== 0) this.#compare(bytes, at, mark);
    }
  }

  /** The same, eight bytes at a step, for the words [from, to) of the same bytes. */
  #words(bytes: Uint8Array, words: Uint32Array, from: number, to: number): void {
    const marks = this.#marks;
    const first = words.byteOffset - bytes.byteOffset;
    for (let index = from; index < to; index += 2) {
      const low = words[index]!;
      const high = words[index + 1]!;
      const one = marks[low & 0xffff]!;
      const two = marks[low >>> 16]!;
      const three = marks[high & 0xffff]!;
      const four = marks[high >>> 16]!;
      if ((one | two | three | four) !== 0) {
        const at = first + index * 4;
        if (one !== 0) this.#compare(bytes, at, one);
        if (two !== 0) this.#compare(bytes, at + 2, two);
        if (three !== 0) this.#compare(bytes, at + 4, three);
        if (four !== 0) this.#compare(bytes, at + 6, four);
      }
    }
  }

  /** A marked pair stands at `at`: which needles really stand around it? */
  #compare(bytes: Uint8Array, at: number, mark: number): void {
    const key = mark << 8;
    const after = at + 2 < bytes.length ? this.#behind[key | bytes[at + 2]!]! : 0;
    if (after !== 0) this.#follow(bytes, at, after);
    const before = at > 0 ? this.#before[key | bytes[at - 1]!]! : 0;
    if (before !== 0) this.#follow(bytes, at, before);
  }

  #follow(bytes: Uint8Array, at: number, chain: number): void {
    const entries = this.#entries;
    const list = this.#list;
    const last = Math.min(this.#to, bytes.length - 3);
    const first = chain > 0 ? chain : this.#tables.chains.choose(bytes, at, chain);
    for (let place = first; list[place] !== 0; place++) {
      const index = list[place]!;
      const start = at - entries[index + OFFSET]!;
      if (start < this.#from || start >= last) {
        const isIn = start >= this.#from && start < this.#to;
        if (isIn) this.#report(bytes, start, entries[index + NEEDLE]!);
        continue;
      }
      const head =
        bytes[start]! |
        (bytes[start + 1]! << 8) |
        (bytes[start + 2]! << 16) |
        (bytes[start + 3]! << 24);
      const folded = (head | entries[index + FOLD]!) & entries[index + MASK]!;
      if (folded !== entries[index + HEAD]) continue;
      if (start > 1) {
        const left = this.#lefts[entries[index + LEFT]! | bytes[start - 1]!]!;
        if (left === 1 && isWithin(bytes[start - 2]!, bytes[start - 1]!)) continue;
      }
      const needle = entries[index + NEEDLE]!;
      if (entries[index + SHORT] === 1 || this.#stands(bytes, start, needle, 4)) {
        this.#sink.occurrence(bytes, needle, start);
      }
    }
  }

  #report(bytes: Uint8Array, start: number, needle: number): void {
    if (this.#stands(bytes, start, needle, 0)) this.#sink.occurrence(bytes, needle, start);
  }

  /** Of the needle's bytes the first `known` have been compared. */
  #stands(bytes: Uint8Array, start: number, needle: number, known: number): boolean {
    const { firsts, text, fold } = this.#tables;
    const first = firsts[needle]!;
    const stop = firsts[needle + 1]!;
    if (start + stop - first > bytes.length) return false;
    const shift = start - first;
    for (let index = first + known; index < stop; index++) {
      if ((bytes[shift + index]! | fold[index]!) !== text[index]) return false;
    }
    return true;
  }
}
