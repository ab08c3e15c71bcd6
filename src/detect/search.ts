/**
 * Finds all occurrences of many short byte strings at once. Two bytes are a number below 65,536; of
 * every needle a rare pair at an even offset and a rare pair at an odd one are marked in a table of
 * that size. Stepping through the bytes two at a time then meets exactly one of the two marked pairs of
 * every occurrence, whatever its parity, and only where a mark is met are bytes compared.
 */
import { Chains, cases, isLetter, type Links, type Spelled } from './chains.ts';
import { isWithin } from './left.ts';
import type { Needle } from './matcher.ts';
import { commonness } from './rarity.ts';

/** Reading eight bytes at a time needs the machine's own order to be little-endian; nearly all are. */
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
/** Below this many bytes a view costs more than it saves. */
const SMALL = 256;
/** Words at a time. A loop that runs for seconds is compiled anew each time; one that returns is kept. */
const BLOCK = 4096;

/** An entry's numbers: a needle, the marked pair's offset in it, … */
const WIDTH = 8;
const NEEDLE = 0;
const OFFSET = 1;
/** … the needle's first four bytes as one number, what folds them and which of them count, … */
const HEAD = 2;
const FOLD = 3;
const MASK = 4;
/** … where its table of a word's bytes begins, and 1 where the four bytes are all of it. */
const LEFT = 5;
const SHORT = 6;

const none = new Uint8Array(256);

/** Told of every occurrence. */
export interface Sink {
  occurrence(bytes: Uint8Array, needle: number, at: number): void;
}

export class Search {
  /** Per pair 0, or its mark. 255 marks are shared by more pairs; the comparison tells them apart. */
  readonly #marks = new Uint8Array(65536);
  /**
   * Which needles may stand around a mark: by mark << 8 | the byte behind the pair, and, for needles that end
   * with their pair, by mark << 8 | the byte before it.
   */
  readonly #behind: Int32Array;
  readonly #before: Int32Array;
  readonly #chains = new Chains();
  /** Eight numbers an entry, two entries a needle; 0 is none. */
  readonly #entries: Int32Array;
  #count = WIDTH;
  /** All needles one after the other; needle n is #text[#firsts[n]] up to #text[#firsts[n + 1]]. */
  readonly #text: Uint8Array;
  readonly #firsts: Uint32Array;
  /** 0x20 at the letters that are compared without case. */
  readonly #fold: Uint8Array;
  /** Tables of the bytes of a word in whose middle a needle is no candidate; the first is all zeros. */
  readonly #lefts: Uint8Array;
  readonly #longest: number;
  readonly #sink: Sink;
  #from = 0;
  #to = 0;

  constructor(needles: readonly Needle[], lefts: readonly (Uint8Array | undefined)[], sink: Sink) {
    this.#sink = sink;
    const tables = [...new Set([none, ...lefts.map((left) => (left ? left : none))])];
    this.#lefts = new Uint8Array(tables.length * 256);
    tables.forEach((table, index) => {
      this.#lefts.set(table, index * 256);
    });
    this.#longest = needles.reduce((most, needle) => Math.max(most, needle.text.length), 0);
    const size = needles.reduce((sum, needle) => sum + needle.text.length, 0);
    this.#text = new Uint8Array(size);
    this.#fold = new Uint8Array(size);
    this.#firsts = new Uint32Array(needles.length + 1);
    this.#write(needles);
    this.#entries = new Int32Array((needles.length * 2 + 1) * WIDTH);
    const behind: Links = new Map();
    const before: Links = new Map();
    let used = 0;
    // Short ones have no choice of pairs; the others share what those have marked.
    const order = needles.map((_, index) => index);
    order.sort((a, b) => needles[a]!.text.length - needles[b]!.text.length);
    for (const index of order) {
      const left = tables.indexOf(lefts[index] ?? none) * 256;
      for (const parity of [0, 1]) {
        const offset = this.#rarest(needles[index]!, parity);
        const entry = this.#enter(index, offset, left);
        const links = offset + 2 === needles[index]!.text.length ? before : behind;
        used = this.#mark({ ...needles[index]!, entry, offset }, links, used);
      }
    }
    const spelled = (entry: number) => {
      const needle = needles[this.#entries[entry + NEEDLE]!]!;
      return { entry, offset: this.#entries[entry + OFFSET]!, ...needle };
    };
    this.#behind = this.#chains.table(behind, spelled);
    this.#before = this.#chains.table(before, spelled);
  }

  /** Reports every occurrence that starts in [from, to), roughly from left to right. */
  scan(bytes: Uint8Array, from: number, to: number): void {
    this.#from = from;
    this.#to = to;
    const stop = Math.min(bytes.length - 1, to + this.#longest);
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

  #write(needles: readonly Needle[]): void {
    let at = 0;
    for (let index = 0; index < needles.length; index++) {
      const { text, fold } = needles[index]!;
      this.#firsts[index] = at;
      for (let k = 0; k < text.length; k++, at++) {
        this.#text[at] = text.charCodeAt(k);
        this.#fold[at] = fold && isLetter(text.charCodeAt(k)) ? 0x20 : 0;
      }
    }
    this.#firsts[needles.length] = at;
  }

  /** Marks a pair of a needle in all its spellings; how many marks are used then. */
  #mark({ text, fold, entry, offset }: Spelled, links: Links, used: number): number {
    const atEnd = offset + 2 === text.length;
    const neighbours = cases(text.charCodeAt(atEnd ? offset - 1 : offset + 2), fold);
    let count = used;
    for (const first of cases(text.charCodeAt(offset), fold)) {
      for (const second of cases(text.charCodeAt(offset + 1), fold)) {
        const pair = first | (second << 8);
        if (this.#marks[pair] === 0) this.#marks[pair] = (count++ % 255) + 1;
        for (const neighbour of neighbours) {
          const key = (this.#marks[pair]! << 8) | neighbour;
          const others = links.get(key);
          if (!others) links.set(key, [entry]);
          else if (!others.includes(entry)) others.push(entry);
        }
      }
    }
    return count;
  }

  #enter(needle: number, offset: number, left: number): number {
    const entry = this.#count;
    this.#count += WIDTH;
    const length = this.#firsts[needle + 1]! - this.#firsts[needle]!;
    this.#entries[entry + NEEDLE] = needle;
    this.#entries[entry + OFFSET] = offset;
    this.#entries[entry + LEFT] = left;
    this.#entries[entry + SHORT] = length <= 4 ? 1 : 0;
    this.#enterHead(entry, needle);
    return entry;
  }

  /** Offset, of the given parity, of the needle's rarest pair: one that is marked already costs nothing. */
  #rarest({ text, fold }: Needle, parity: number): number {
    let best = parity;
    let least = Number.POSITIVE_INFINITY;
    for (let offset = parity; offset + 1 < text.length; offset += 2) {
      const [first, second] = [text.charCodeAt(offset), text.charCodeAt(offset + 1)];
      const isMarked = cases(first, fold).every((one) =>
        cases(second, fold).every((two) => this.#marks[one | (two << 8)] !== 0),
      );
      const common = isMarked ? 0 : commonness(first, second);
      if (common < least) {
        least = common;
        best = offset;
      }
    }
    return best;
  }

  #enterHead(entry: number, needle: number): void {
    const first = this.#firsts[needle]!;
    const count = Math.min(4, this.#firsts[needle + 1]! - first);
    for (let index = 0; index < count; index++) {
      this.#entries[entry + HEAD]! |= this.#text[first + index]! << (index * 8);
      this.#entries[entry + FOLD]! |= this.#fold[first + index]! << (index * 8);
      this.#entries[entry + MASK]! |= 0xff << (index * 8);
    }
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
    const list = this.#chains.list;
    const last = Math.min(this.#to, bytes.length - 3);
    const first = chain > 0 ? chain : this.#chains.choose(bytes, at, chain);
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
    const first = this.#firsts[needle]!;
    const stop = this.#firsts[needle + 1]!;
    if (start + stop - first > bytes.length) return false;
    const text = this.#text;
    const fold = this.#fold;
    const shift = start - first;
    for (let index = first + known; index < stop; index++) {
      if ((bytes[shift + index]! | fold[index]!) !== text[index]) return false;
    }
    return true;
  }
}
