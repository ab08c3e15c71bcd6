/**
 * Finds all occurrences of many short byte strings at once. Two bytes are a number below 65,536; of
 * every needle a rare pair at an even offset and a rare pair at an odd one are marked in a table of
 * that size. Stepping through the bytes two at a time then meets exactly one of the two marked pairs of
 * every occurrence, whatever its parity, and only where a mark is met are bytes compared.
 */
import type { Needle } from './matcher.ts';
import { commonness } from './rarity.ts';

/** Reading eight bytes at a time needs the machine's own order to be little-endian; nearly all are. */
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
/** Below this many bytes a view costs more than it saves. */
const SMALL = 256;

/** Told of every occurrence. */
export interface Sink {
  occurrence(bytes: Uint8Array, needle: number, at: number): void;
}

export class Search {
  /** Per pair 0, or the number of its bucket. Pairs share buckets; the comparison tells them apart. */
  readonly #marks = new Uint8Array(65536);
  /** The entries of bucket b are #entries[#buckets[b]] up to #entries[#buckets[b + 1]]. */
  readonly #buckets = new Uint32Array(257);
  /** A needle's number << 8 | the offset of the marked pair in it. */
  readonly #entries: Uint32Array;
  /** Per entry a byte outside of the pair, looked at first: distance from the pair, byte and fold. */
  readonly #probeAt: Int16Array;
  readonly #probe: Uint8Array;
  readonly #probeFold: Uint8Array;
  /** All needles one after the other; needle n is #text[#firsts[n]] up to #text[#firsts[n + 1]]. */
  readonly #text: Uint8Array;
  readonly #firsts: Uint32Array;
  /** 0x20 at the letters that are compared without case. */
  readonly #fold: Uint8Array;
  readonly #longest: number;
  readonly #sink: Sink;
  #from = 0;
  #to = 0;

  constructor(needles: readonly Needle[], sink: Sink) {
    this.#sink = sink;
    this.#longest = needles.reduce((most, needle) => Math.max(most, needle.text.length), 0);
    const size = needles.reduce((sum, needle) => sum + needle.text.length, 0);
    this.#text = new Uint8Array(size);
    this.#fold = new Uint8Array(size);
    this.#firsts = new Uint32Array(needles.length + 1);
    this.#write(needles);
    const entries = this.#mark(needles);
    const count = entries.reduce((sum, bucket) => sum + bucket.length, 0);
    this.#entries = new Uint32Array(count);
    this.#probeAt = new Int16Array(count);
    this.#probe = new Uint8Array(count);
    this.#probeFold = new Uint8Array(count);
    let next = 0;
    for (let bucket = 0; bucket < 256; bucket++) {
      this.#buckets[bucket] = next;
      for (const entry of entries[bucket]!) this.#enter(next++, entry);
    }
    this.#buckets[256] = next;
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
    const rest = this.#words(bytes, aligned, stop);
    this.#pairs(bytes, rest, stop);
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

  /** Marks two pairs of every needle; the entries per bucket. */
  #mark(needles: readonly Needle[]): number[][] {
    const entries: number[][] = Array.from({ length: 256 }, () => []);
    let used = 0;
    for (let index = 0; index < needles.length; index++) {
      const { text, fold } = needles[index]!;
      for (const parity of [0, 1]) {
        const offset = rarest(text, parity);
        for (const pair of spellings(text.charCodeAt(offset), text.charCodeAt(offset + 1), fold)) {
          if (this.#marks[pair] === 0) this.#marks[pair] = (used++ % 255) + 1;
          const bucket = entries[this.#marks[pair]!]!;
          const entry = (index << 8) | offset;
          if (!bucket.includes(entry)) bucket.push(entry);
        }
      }
    }
    return entries;
  }

  /** The probe is the last byte, or the first where the pair is at the end: there needles differ. */
  #enter(index: number, entry: number): void {
    const needle = entry >>> 8;
    const offset = entry & 255;
    const first = this.#firsts[needle]!;
    const last = this.#firsts[needle + 1]! - 1;
    const probed = first + offset + 1 < last ? last : first;
    this.#entries[index] = entry;
    this.#probeAt[index] = probed - first - offset;
    this.#probe[index] = this.#text[probed]!;
    this.#probeFold[index] = this.#fold[probed]!;
  }

  /** The pairs that start at first, first + 2, … below stop. */
  #pairs(bytes: Uint8Array, first: number, stop: number): void {
    const marks = this.#marks;
    for (let at = first; at < stop; at += 2) {
      const mark = marks[bytes[at]! | (bytes[at + 1]! << 8)]!;
      if (mark !== 0) this.#compare(bytes, at, mark);
    }
  }

  /** The same, eight bytes at a step, from an address that 8 divides. Returns where it ended. */
  #words(bytes: Uint8Array, first: number, stop: number): number {
    const marks = this.#marks;
    const count = ((stop - first) >>> 3) << 1;
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset + first, count);
    for (let index = 0; index < count; index += 2) {
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
    return first + count * 4;
  }

  /** A marked pair stands at `at`: which needles really stand around it? */
  #compare(bytes: Uint8Array, at: number, mark: number): void {
    const last = this.#buckets[mark + 1]!;
    const probeAt = this.#probeAt;
    for (let index = this.#buckets[mark]!; index < last; index++) {
      const probed = at + probeAt[index]!;
      if (probed < 0 || probed >= bytes.length) continue;
      if ((bytes[probed]! | this.#probeFold[index]!) !== this.#probe[index]) continue;
      const entry = this.#entries[index]!;
      const start = at - (entry & 255);
      if (start < this.#from || start >= this.#to) continue;
      if (this.#stands(bytes, start, entry >>> 8)) this.#sink.occurrence(bytes, entry >>> 8, start);
    }
  }

  #stands(bytes: Uint8Array, start: number, needle: number): boolean {
    const first = this.#firsts[needle]!;
    const stop = this.#firsts[needle + 1]!;
    if (start + stop - first > bytes.length) return false;
    for (let index = stop - 1; index >= first; index--) {
      if ((bytes[start + index - first]! | this.#fold[index]!) !== this.#text[index]) return false;
    }
    return true;
  }
}

function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}

/** Offset, of the given parity, of the needle's rarest pair. */
function rarest(text: string, parity: number): number {
  let best = parity;
  let least = Number.POSITIVE_INFINITY;
  for (let offset = parity; offset + 1 < text.length; offset += 2) {
    const common = commonness(text.charCodeAt(offset), text.charCodeAt(offset + 1));
    if (common < least) {
      least = common;
      best = offset;
    }
  }
  return best;
}

/** The pair as the numbers it may be met as: with `fold`, in every mix of capitals. */
function spellings(first: number, second: number, fold: boolean): number[] {
  if (!fold) return [first | (second << 8)];
  const firsts = isLetter(first) ? [first, first - 32] : [first];
  const seconds = isLetter(second) ? [second, second - 32] : [second];
  return firsts.flatMap((one) => seconds.map((two) => one | (two << 8)));
}
