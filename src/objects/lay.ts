/**
 * Entries of one type, laid one behind the other in memory that the threads share. Trees lie all over a pack
 * and a tree's deltas far from it, so walking over them reads everything around them several times; here the
 * file is gone through once, in its order.
 */
import type { Forest } from './forest.ts';
import { shared } from './forest.ts';
import type { Pack } from './pack.ts';

export interface Laid {
  readonly type: number;
  readonly bytes: Uint8Array;
  /** For each entry in pack order, where it is in `bytes`; of another type: where the next one would be. */
  readonly places: Uint32Array;
  /** [next segment]. */
  readonly counters: Int32Array;
}

/** Entries that a thread takes at once. */
const SEGMENT = 1 << 13;
/** From so many bytes on they are read to where they belong. */
const LONG = 1 << 14;
const BUFFER = 1 << 16;
/** No more than this part of a pack is kept in memory, unless it is few bytes. */
const MOST = 0.6;
const FEW = 64 << 20;

/** Where the entries of a type are going to lie; undefined where that is too much of the pack. */
export function beginLaying(
  { count, types, offsets }: Forest,
  type: number,
  packed: number,
): Laid | undefined {
  const places = new Uint32Array(shared(count * 4));
  let length = 0;
  for (let index = 0; index < count; index++) {
    places[index] = length;
    if (types[index] === type) length += offsets[index + 1]! - offsets[index]!;
  }
  if (length > Math.max(FEW, packed * MOST) || length >= 2 ** 31) return undefined;
  // Whole words are read where an entry ends.
  const bytes = new Uint8Array(shared((length + 7) & ~3));
  return { type, bytes, places, counters: new Int32Array(shared(4)) };
}

/** Lays segments until all are taken. @throws Error where the file has become shorter */
export function layOn(pack: Pack, forest: Forest, laid: Laid): void {
  const laying = new Laying(pack, forest, laid);
  for (;;) {
    const from = Atomics.add(laid.counters, 0, 1) * SEGMENT;
    if (from >= forest.count) return;
    laying.run(from, Math.min(from + SEGMENT, forest.count));
  }
}

class Laying {
  readonly #pack: Pack;
  readonly #forest: Forest;
  readonly #laid: Laid;
  readonly #buffer = new Uint8Array(BUFFER);
  #start = 0;
  #end = 0;

  constructor(pack: Pack, forest: Forest, laid: Laid) {
    this.#pack = pack;
    this.#forest = forest;
    this.#laid = laid;
  }

  run(from: number, to: number): void {
    const { types, offsets } = this.#forest;
    const { type, places } = this.#laid;
    for (let index = from; index < to; ) {
      if (types[index] !== type) {
        index++;
        continue;
      }
      const first = index;
      while (index < to && types[index] === type) index++;
      const offset = offsets[first]!;
      this.#copy(offset, offsets[index]! - offset, places[first]!);
    }
  }

  #copy(offset: number, length: number, place: number): void {
    const { bytes } = this.#laid;
    if (length >= LONG) {
      this.#pack.fill(bytes, place, length, offset);
      return;
    }
    if (offset + length > this.#end || offset < this.#start) this.#slide(offset);
    const buffer = this.#buffer;
    const from = offset - this.#start;
    if (length > 256) bytes.set(buffer.subarray(from, from + length), place);
    else for (let at = 0; at < length; at++) bytes[place + at] = buffer[from + at]!;
  }

  #slide(offset: number): void {
    const length = Math.min(BUFFER, this.#pack.size - offset);
    this.#pack.fill(this.#buffer, 0, length, offset);
    this.#start = offset;
    this.#end = offset + length;
  }
}
