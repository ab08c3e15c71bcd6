/**
 * Delta-aware scanning. What an object copies from its base was scanned there, so two things are
 * carried to their new place: the candidates, which nothing but their own few bytes decides about, and
 * the hits. Only inserted bytes and the few bytes before them are searched. A hit depends on nothing but
 * the bytes in [start - behind, start + ahead) (engine.ts), so a copied hit is trusted only that far
 * from the copy's ends; nearer to them the carried candidates are settled anew, most seams having none.
 */
import { Candidates, CORE } from '../detect/candidates.ts';
import { type Engine, Hits } from '../detect/engine.ts';
import type { Copies } from '../objects/delta.ts';
import type { Standing } from '../objects/walk.ts';
import { contentCode } from './content-code.ts';
import { Seams } from './seams.ts';

/** Carrying a shorter copy costs more than searching it. */
const SHORT = 64;
/** With more than one candidate in so many bytes, and a few, nothing is carried: memory has an end. */
const DENSE = 32;
const FEW = 1024;

export class Carry {
  /** After `scan`: the hits of the object that the walk stands on. */
  readonly hits = new Hits();
  #scanned = 0;
  /** Does the same for what stands in the memory of WebAssembly. */
  readonly #seams: Seams | undefined;

  /** Candidates of the objects on the path, one list behind the other; that of depth d ends at #tops[d]. */
  readonly #list = new Candidates();
  readonly #tops: number[] = [];
  /** By depth: there were too many of them to keep. */
  readonly #dense: boolean[] = [];
  /** Hits of the same objects; those of depth d end at #ends[d]. */
  #rules = new Uint16Array(256);
  #starts = new Float64Array(256);
  #stops = new Float64Array(256);
  readonly #ends: number[] = [];
  #walk: Standing | undefined;
  #bytes: Uint8Array | undefined;

  constructor(
    readonly engine: Engine,
    made = contentCode(),
  ) {
    this.#seams = Seams.of(engine, made);
  }

  /** Searching is possible where WebAssembly goes over many objects, and it is said when it begins. */
  begin(): boolean {
    this.#seams?.take();
    return this.#seams !== undefined;
  }

  /** Bytes that were searched. */
  get scanned(): number {
    if (this.#seams !== undefined) this.#scanned += this.#seams.takeSearched();
    return this.#scanned;
  }

  scan(walk: Standing): Hits {
    const { depth, size } = walk;
    this.hits.clear();
    if (depth < 0) {
      this.#scanned += size;
      this.engine.scan(walk.bytes, 0, size, this.hits);
      return this.hits;
    }
    this.#walk = walk;
    this.#bytes = undefined;
    if (this.#seams?.holds(walk) === true) {
      this.#byWasm(walk, this.#seams);
      this.#keepHits(depth);
      return this.hits;
    }
    const list = this.#list;
    list.floor = depth > 0 ? this.#tops[depth - 1]! : 0;
    list.length = list.floor;
    if (depth > 0 && !this.#dense[depth - 1]) this.#mixed(walk);
    else this.#fresh(0, size);
    this.#keep(depth, size);
    return this.hits;
  }

  /** As `scan`, of an object in which so many candidates were left to be settled; on its path others have none. */
  rest(walk: Standing, count: number): Hits {
    const { depth } = walk;
    const seams = this.#seams!;
    this.hits.clear();
    this.#walk = walk;
    let held = depth - 1;
    while (held >= 0 && !seams.hasHits(held)) held--;
    const end = held < 0 ? 0 : this.#ends[held]!;
    while (++held < depth) this.#ends[held] = end;
    this.#settleLikely(walk, count, seams);
    this.#keepHits(depth);
    if (this.hits.length > 0) seams.markHits(depth);
    return this.hits;
  }

  #byWasm(walk: Standing, seams: Seams): void {
    this.#settleLikely(walk, seams.scan(walk), seams);
  }

  #settleLikely(walk: Standing, count: number, seams: Seams): void {
    const { depth, size } = walk;
    if (count < 0) {
      this.#scanned += size;
      this.engine.scan(walk.bytes, 0, size, this.hits);
      return;
    }
    if (count > 0) seams.settle(walk.bytes, count, this.hits);
    if (depth === 0 || seams.isDense(depth - 1)) return;
    const first = depth > 1 ? this.#ends[depth - 2]! : 0;
    if (this.#ends[depth - 1]! > first) this.#carryAllHits(walk);
  }

  /** Takes over the hits in the copies, far from their ends. */
  #carryAllHits({ copies, size, baseSize }: Standing): void {
    for (let index = 0; index < copies.length; index++) {
      if (copies.size[index]! < SHORT) continue;
      const [low, high] = this.#inside(copies, index, [size, baseSize]);
      if (low < high) this.#carryHits(low, high, copies.to[index]! - copies.from[index]!);
    }
  }

  /** Where in a copy hits are sure to be those of the base. */
  #inside(
    { to, from, size }: Copies,
    index: number,
    [objectSize, baseSize]: readonly [number, number],
  ): [number, number] {
    const end = to[index]! + size[index]!;
    const { behind, ahead } = this.engine;
    // Where object and base begin or end together, there is nothing beyond the copy to differ.
    const atStart = to[index] === 0 && from[index] === 0;
    const atEnd = end === objectSize && from[index]! + size[index]! === baseSize;
    return [atStart ? 0 : to[index]! + behind, atEnd ? objectSize : end - ahead];
  }

  /** Searches [from, to) and settles what is found. */
  #fresh(from: number, to: number): void {
    const list = this.#list;
    const first = list.length;
    this.#scanned += to - from;
    // A view costs more than a short search; many objects need none.
    this.#bytes ??= this.#walk!.bytes;
    this.engine.candidates(this.#bytes, from, to, list);
    this.#settle(first, list.length);
  }

  #settle(first: number, last: number): void {
    if (first === last) return;
    const { places, cores } = this.#list;
    this.#bytes ??= this.#walk!.bytes;
    for (let index = first; index < last; index++) {
      this.engine.settle(this.#bytes, places[index]!, cores[index]!, this.hits);
    }
  }

  /** Searches what is new and carries what is not. */
  #mixed({ depth, copies, size, baseSize }: Standing): void {
    const first = depth > 1 ? this.#tops[depth - 2]! : 0;
    const hasCandidates = this.#tops[depth - 1]! > first;
    const { behind, ahead } = this.engine;
    let done = 0;
    for (let index = 0; index < copies.length; index++) {
      const length = copies.size[index]!;
      if (length < SHORT) continue;
      const to = copies.to[index]!;
      const shift = to - copies.from[index]!;
      // Where object and base begin or end together, there is nothing beyond the copy to differ.
      const atStart = to === 0 && shift === 0;
      const atEnd = to + length === size && copies.from[index]! + length === baseSize;
      const stop = atEnd ? size : to + length - CORE + 1;
      if (to > done) this.#fresh(done, to);
      if (hasCandidates) {
        const low = atStart ? 0 : to + behind;
        const high = atEnd ? size : to + length - ahead;
        this.#carry([to, stop], [low, high], shift);
      }
      done = stop;
    }
    if (done < size) this.#fresh(done, size);
  }

  /**
   * Takes over the base's candidates that come to start in [from, stop); those in [low, high), far from
   * the copy's ends, with the hits they led to.
   */
  #carry(
    [from, stop]: readonly [number, number],
    [low, high]: readonly [number, number],
    shift: number,
  ): void {
    const { depth } = this.#walk!;
    const list = this.#list;
    const last = this.#tops[depth - 1]!;
    const first = depth > 1 ? this.#tops[depth - 2]! : 0;
    const start = list.length;
    for (let index = list.lower(first, last, from - shift); index < last; index++) {
      const place = list.places[index]! + shift;
      if (place >= stop) break;
      list.push(place, list.cores[index]!);
    }
    const end = list.length;
    if (start === end) return;
    const left = low < high ? list.lower(start, end, low) : end;
    const right = low < high ? list.lower(start, end, high) : end;
    this.#settle(start, left);
    if (left < right) this.#carryHits(low, high, shift);
    this.#settle(right, end);
  }

  #carryHits(low: number, high: number, shift: number): void {
    const { depth } = this.#walk!;
    const last = this.#ends[depth - 1]!;
    const first = depth > 1 ? this.#ends[depth - 2]! : 0;
    for (let index = this.#lower(first, last, low - shift); index < last; index++) {
      const start = this.#starts[index]! + shift;
      if (start >= high) break;
      this.hits.insert(0, this.#rules[index]!, start, this.#stops[index]! + shift);
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

  #keep(depth: number, size: number): void {
    const list = this.#list;
    const isDense = list.length - list.floor > FEW + size / DENSE;
    this.#dense[depth] = isDense;
    this.#tops[depth] = isDense ? list.floor : list.length;
    this.#keepHits(depth);
  }

  #keepHits(depth: number): void {
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
