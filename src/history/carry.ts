/**
 * Delta-aware scanning. What an object copies from its base was scanned there: hits inside are
 * carried to their new place, and so is the knowledge that there are none. Only inserted bytes and
 * the seams around them are scanned. It is exact because a hit depends on nothing but the bytes in
 * [start - behind, start + ahead) (engine.ts), and a copy is trusted only that far from its ends.
 */
import { type Engine, Hits } from '../detect/engine.ts';
import type { Standing } from '../objects/walk.ts';

export class Carry {
  /** After `scan`: the hits of the object that the walk stands on. */
  readonly hits = new Hits();
  /** Bytes that the engine has seen. */
  scanned = 0;

  /** Hits of the objects on the path, one behind the other; those of depth d end at ends[d]. */
  #rules = new Uint16Array(256);
  #starts = new Float64Array(256);
  #stops = new Float64Array(256);
  readonly #ends: number[] = [];
  #walk: Standing | undefined;
  #bytes: Uint8Array | undefined;

  constructor(readonly engine: Engine) {}

  scan(walk: Standing): Hits {
    const { depth } = walk;
    this.hits.clear();
    this.#walk = walk;
    this.#bytes = undefined;
    if (depth <= 0) this.#fresh(0, walk.size);
    else this.#mixed(walk, depth > 1 ? this.#ends[depth - 2]! : 0, this.#ends[depth - 1]!);
    if (depth >= 0) this.#keep(depth);
    return this.hits;
  }

  #fresh(from: number, to: number): void {
    this.scanned += to - from;
    // A view costs more than a short scan; many objects need none.
    this.#bytes ??= this.#walk!.bytes;
    this.engine.scan(this.#bytes, from, to, this.hits);
  }

  /** Scans what is new and carries what is not. The base's hits are those of [first, last). */
  #mixed(walk: Standing, first: number, last: number): void {
    const { copies, size, baseSize } = walk;
    const { behind, ahead } = this.engine;
    let done = 0;
    for (let index = 0; index < copies.length; index++) {
      const to = copies.to[index]!;
      const from = copies.from[index]!;
      const length = copies.size[index]!;
      // Where object and base begin or end together, there is nothing beyond the copy to differ.
      const low = to === 0 && from === 0 ? 0 : to + behind;
      const isEnd = to + length === size && from + length === baseSize;
      const high = isEnd ? size : to + length - ahead;
      if (high <= low) continue;
      if (low > done) this.#fresh(done, low);
      if (first < last) this.#carry([first, last], [low, high], to - from);
      done = high;
    }
    if (done < size) this.#fresh(done, size);
  }

  /** Carries the base's hits that come to start in [low, high). */
  #carry(
    [first, last]: readonly [number, number],
    [low, high]: readonly [number, number],
    shift: number,
  ): void {
    for (let index = this.#lower(first, last, low - shift); index < last; index++) {
      const start = this.#starts[index]! + shift;
      if (start >= high) break;
      this.hits.push(this.#rules[index]!, start, this.#stops[index]! + shift);
    }
  }

  /** The first of the hits [first, last) that starts at or after `start`. */
  #lower(first: number, last: number, start: number): number {
    while (first < last) {
      const middle = (first + last) >> 1;
      if (this.#starts[middle]! < start) first = middle + 1;
      else last = middle;
    }
    return first;
  }

  #keep(depth: number): void {
    const { hits } = this;
    const first = depth > 0 ? this.#ends[depth - 1]! : 0;
    const end = first + hits.length;
    while (end > this.#starts.length) this.#grow();
    for (let index = 0; index < hits.length; index++) {
      this.#rules[first + index] = hits.rule(index);
      this.#starts[first + index] = hits.start(index);
      this.#stops[first + index] = hits.end(index);
    }
    this.#ends[depth] = end;
  }

  #grow(): void {
    const size = this.#starts.length * 2;
    const [rules, starts, stops] = [this.#rules, this.#starts, this.#stops];
    this.#rules = new Uint16Array(size);
    this.#starts = new Float64Array(size);
    this.#stops = new Float64Array(size);
    this.#rules.set(rules);
    this.#starts.set(starts);
    this.#stops.set(stops);
  }
}
