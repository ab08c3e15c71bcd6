/**
 * Tables for a search of many short byte strings at once. Two bytes are a number below 65,536; of every needle
 * a rare pair at an even offset and a rare pair at an odd one are marked in a table of that size, and behind
 * each mark stands which needles it may be part of.
 */
import { Chains, cases, isLetter, type Links, type Spelled } from './chains.ts';
import type { Needle } from './matcher.ts';
import { commonness, weightOf } from './rarity.ts';

/** An entry's numbers: a needle, the marked pair's offset in it, … */
export const WIDTH = 8;
export const NEEDLE = 0;
export const OFFSET = 1;
/** … the needle's first four bytes as one number, what folds them and which of them count, … */
export const HEAD = 2;
export const FOLD = 3;
export const MASK = 4;
/** … where its table of a word's bytes begins, and 1 where the four bytes are all of it. */
export const LEFT = 5;
export const SHORT = 6;

/** Pairs with a mark of their own, of 255 marks. */
const OWN = 191;
/** What a pair that is marked already costs beside one that is not. */
const SHARED = 0.8;

const none = new Uint8Array(256);

export class Tables {
  /** Per pair 0, or its mark. Some are shared by several pairs; the comparison tells them apart. */
  readonly marks = new Uint8Array(65536);
  /**
   * Which needles may stand around a mark: by mark << 8 | the byte behind the pair, and, for needles that end
   * with their pair, by mark << 8 | the byte before it.
   */
  readonly behind: Int32Array;
  readonly before: Int32Array;
  readonly chains = new Chains();
  /** Eight numbers an entry, two entries a needle; 0 is none. */
  readonly entries: Int32Array;
  #count = WIDTH;
  /** All needles one after the other; needle n is text[firsts[n]] up to text[firsts[n + 1]]. */
  readonly text: Uint8Array;
  readonly firsts: Uint32Array;
  /** 0x20 at the letters that are compared without case. */
  readonly fold: Uint8Array;
  /** Tables of the bytes of a word in whose middle a needle is no candidate; the first is all zeros. */
  readonly lefts: Uint8Array;
  /** Bytes of the longest needle. */
  readonly longest: number;

  constructor(needles: readonly Needle[], lefts: readonly (Uint8Array | undefined)[]) {
    const tables = [...new Set([none, ...lefts.map((left) => (left ? left : none))])];
    this.lefts = new Uint8Array(tables.length * 256);
    tables.forEach((table, index) => {
      this.lefts.set(table, index * 256);
    });
    this.longest = needles.reduce((most, needle) => Math.max(most, needle.text.length), 0);
    const size = needles.reduce((sum, needle) => sum + needle.text.length, 0);
    this.text = new Uint8Array(size);
    this.fold = new Uint8Array(size);
    this.firsts = new Uint32Array(needles.length + 1);
    this.#write(needles);
    this.entries = new Int32Array((needles.length * 2 + 1) * WIDTH);
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
        const links = looksBack(needles[index]!.text, offset) ? before : behind;
        used = this.#mark({ ...needles[index]!, entry, offset }, links, used);
      }
    }
    const spelled = (entry: number) => {
      const needle = needles[this.entries[entry + NEEDLE]!]!;
      return { entry, offset: this.entries[entry + OFFSET]!, ...needle };
    };
    this.behind = this.chains.table(behind, spelled);
    this.before = this.chains.table(before, spelled);
  }

  #write(needles: readonly Needle[]): void {
    let at = 0;
    for (let index = 0; index < needles.length; index++) {
      const { text, fold } = needles[index]!;
      this.firsts[index] = at;
      for (let k = 0; k < text.length; k++, at++) {
        this.text[at] = text.charCodeAt(k);
        this.fold[at] = fold && isLetter(text.charCodeAt(k)) ? 0x20 : 0;
      }
    }
    this.firsts[needles.length] = at;
  }

  /** Marks a pair of a needle in all its spellings; how many marks are used then. */
  #mark({ text, fold, entry, offset }: Spelled, links: Links, used: number): number {
    const isBack = looksBack(text, offset);
    const neighbours = cases(text.charCodeAt(isBack ? offset - 1 : offset + 2), fold);
    let count = used;
    for (const first of cases(text.charCodeAt(offset), fold)) {
      for (const second of cases(text.charCodeAt(offset + 1), fold)) {
        const pair = first | (second << 8);
        if (this.marks[pair] === 0) this.marks[pair] = markOf(count++);
        for (const neighbour of neighbours) {
          const key = (this.marks[pair]! << 8) | neighbour;
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
    const length = this.firsts[needle + 1]! - this.firsts[needle]!;
    this.entries[entry + NEEDLE] = needle;
    this.entries[entry + OFFSET] = offset;
    this.entries[entry + LEFT] = left;
    this.entries[entry + SHORT] = length <= 4 ? 1 : 0;
    this.#enterHead(entry, needle);
    return entry;
  }

  /** Offset, of the given parity, of the needle's rarest pair: one that is marked already costs less. */
  #rarest({ text, fold }: Needle, parity: number): number {
    let best = parity;
    let least = Number.POSITIVE_INFINITY;
    for (let offset = parity; offset + 1 < text.length; offset += 2) {
      const [first, second] = [text.charCodeAt(offset), text.charCodeAt(offset + 1)];
      const isMarked = cases(first, fold).every((one) =>
        cases(second, fold).every((two) => this.marks[one | (two << 8)] !== 0),
      );
      const common = commonness(first, second) * (isMarked ? SHARED : 1);
      if (common < least) {
        least = common;
        best = offset;
      }
    }
    return best;
  }

  #enterHead(entry: number, needle: number): void {
    const first = this.firsts[needle]!;
    const count = Math.min(4, this.firsts[needle + 1]! - first);
    for (let index = 0; index < count; index++) {
      this.entries[entry + HEAD]! |= this.text[first + index]! << (index * 8);
      this.entries[entry + FOLD]! |= this.fold[first + index]! << (index * 8);
      this.entries[entry + MASK]! |= 0xff << (index * 8);
    }
  }
}

/** The first pairs, those of short needles, have marks of their own; the others share the rest. */
function markOf(count: number): number {
  return count < OWN ? count + 1 : OWN + 1 + (count % (255 - OWN));
}

/** Whether the byte before the pair, rather than the one behind it, tells the needle from other text. */
function looksBack(text: string, offset: number): boolean {
  if (offset === 0 || offset + 2 === text.length) return offset > 0;
  return weightOf(text.charCodeAt(offset - 1)) < weightOf(text.charCodeAt(offset + 2));
}
