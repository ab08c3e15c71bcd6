/**
 * Brings many entries of a pack into a thread's memory (linear.ts) at once. Those that hang on each other lie all over a
 * pack; so they are read in the order in which they lie there, near ones in one go, and little else is read.
 */
import type { Linear } from './linear.ts';
import type { Pack } from './pack.ts';

/** Copying what lies between two entries costs less than another read, up to so many bytes. */
const GAP = 1 << 12;
/** An entry and its place in the list make one number: there are less than 2 ** 32 of the one, and so many of the other. */
const MOST = 1 << 13;

export class Gathering {
  /** Where each of the entries brought last is, in their order. */
  readonly places = new Uint32Array(MOST);
  readonly #keys = new Float64Array(MOST);

  /**
   * Brings entries[from, stop), or as many of the first of them as have room, until memory is lent again.
   * @returns the first that was not brought
   * @throws Error where the file has become shorter
   */
  bring(
    memory: Linear,
    { pack, offsets }: { readonly pack: Pack; readonly offsets: Float64Array },
    entries: Int32Array,
    [from, stop]: readonly [number, number],
  ): number {
    const count = this.#list(offsets, entries, [from, stop], memory.room);
    const keys = this.#keys;
    let to = memory.lend();
    for (let at = 0; at < count; ) {
      let entry = Math.floor(keys[at]! / MOST);
      const start = offsets[entry]!;
      let end: number;
      do {
        this.places[keys[at]! % MOST] = to + offsets[entry]! - start;
        end = offsets[entry + 1]!;
        entry = ++at < count ? Math.floor(keys[at]! / MOST) : entry;
      } while (at < count && offsets[entry]! - end <= GAP);
      pack.fill(memory.bytes, to, end - start, start);
      to += end - start;
    }
    return from + count;
  }

  /** Lists entries in the order of the pack, as far as there is room for them. @returns how many */
  #list(
    offsets: Float64Array,
    entries: Int32Array,
    [from, stop]: readonly [number, number],
    room: number,
  ): number {
    let count = 0;
    for (let needed = 0; from + count < stop && count < MOST; count++) {
      const entry = entries[from + count]!;
      needed += offsets[entry + 1]! - offsets[entry]! + GAP;
      if (needed > room) break;
      this.#keys[count] = entry * MOST + count;
    }
    this.#keys.subarray(0, count).sort();
    return count;
  }
}
