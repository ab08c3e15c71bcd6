/**
 * The delta forest of one pack, in columns: for every entry, in pack order, its base and its
 * children. One sweep over the file reads the headers; nothing is inflated. The columns lie in
 * shared memory, so that worker threads walk the same forest.
 */
import { COMMIT, Entry, LONGEST_HEADER, OFS_DELTA, REF_DELTA, TAG } from './entry.ts';
import type { IdTable, PackTable } from './idx.ts';
import type { Pack } from './pack.ts';

export interface Forest extends PackTable {
  readonly path: string;
  /** COMMIT, TREE, BLOB or TAG of what the entry becomes; 0 where that is not known (see `broken`). */
  readonly types: Uint8Array;
  /** The base's place in pack order; ROOT, or OUTSIDE for a base in another pack. */
  readonly bases: Int32Array;
  /** First child and next sibling in pack order; -1 for none. */
  readonly children: Int32Array;
  readonly siblings: Int32Array;
  /** Bytes that inflating the entry and all that hangs on it reads: what a share of work weighs. */
  readonly weights: Float64Array;
}

export const ROOT = -1;
export const OUTSIDE = -2;
const BROKEN = -3;

/** An entry whose header cannot be used. */
export interface Broken {
  readonly index: number;
  readonly why: string;
}

export interface Swept {
  readonly forest: Forest;
  readonly broken: Broken[];
}

/** Read at once: small enough to stay in the cache, so that reading is hardly more than copying. */
const CHUNK = 1 << 18;
/** An entry of so many bytes is not read for the header behind it: most bytes of many packs are in such ones. */
const LONG = 1 << 14;
/** What an entry costs beyond its bytes, in bytes. */
const OVERHEAD = 150;

export function shared(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}

/** A sweep that several threads may work at: all that is in it lies in shared memory. */
export interface Sweeping {
  readonly forest: Forest;
  /** How many entries start before each stretch of the pack. */
  readonly firsts: Uint32Array;
  /** [next segment, segments done, entries found broken]. */
  readonly counters: Int32Array;
}

/** Entries that a thread takes at once: few enough that nobody waits long for who has taken the last ones. */
const SEGMENT = 1 << 13;

export function beginSweep(path: string, table: PackTable): Sweeping {
  const { count, offsets } = table;
  const forest: Forest = {
    ...table,
    path,
    types: new Uint8Array(shared(count)),
    bases: new Int32Array(shared(count * 4)).fill(ROOT),
    children: new Int32Array(shared(count * 4)).fill(-1),
    siblings: new Int32Array(shared(count * 4)).fill(-1),
    weights: new Float64Array(shared(count * 8)),
  };
  return { forest, firsts: firstsOf(offsets), counters: new Int32Array(shared(12)) };
}

/** Reads headers until all are taken. @returns what is wrong with those that this thread took */
export function sweepOn(pack: Pack, { forest, firsts, counters }: Sweeping): Broken[] {
  const broken: Broken[] = [];
  const sweep = new Sweep(pack, forest, firsts, broken);
  for (;;) {
    const from = Atomics.add(counters, 0, 1) * SEGMENT;
    if (from >= forest.count) return broken;
    const before = broken.length;
    sweep.run(from, Math.min(from + SEGMENT, forest.count));
    Atomics.add(counters, 2, broken.length - before);
    Atomics.add(counters, 1, 1);
  }
}

/** Whether nothing is still to come from other threads than one that has found so many broken entries. */
export function isSwept({ forest, counters }: Sweeping, found: number): boolean {
  const done = Atomics.load(counters, 1) * SEGMENT >= forest.count;
  return done && Atomics.load(counters, 2) === found;
}

/** @param broken of all threads */
export function endSweep({ forest }: Sweeping, broken: Broken[]): Swept {
  settleTypes(forest, broken);
  link(forest);
  return { forest, broken };
}

class Sweep {
  readonly #buffer = new Uint8Array(CHUNK);
  readonly #entry = new Entry();
  readonly #pack: Pack;
  readonly #forest: Forest;
  readonly #broken: Broken[];
  /** Place in pack order of each position of the ids; made for the first ref delta. */
  #places: Uint32Array | undefined;
  readonly #finder: PlaceFinder;
  #start = 0;
  #end = 0;

  constructor(pack: Pack, forest: Forest, firsts: Uint32Array, broken: Broken[]) {
    this.#pack = pack;
    this.#forest = forest;
    this.#broken = broken;
    this.#finder = new PlaceFinder(forest.offsets, firsts);
  }

  /** The entries [from, to). */
  run(from: number, to: number): void {
    const { offsets, bases } = this.#forest;
    for (let index = from; index < to; index++) {
      const offset = offsets[index]!;
      const next = offsets[index + 1]!;
      const stop = next - offset < LONGEST_HEADER ? next : offset + LONGEST_HEADER;
      if (stop > this.#end) this.#slide(index, to);
      if (this.#plain(index, offset, stop)) continue;
      const why = this.#read(index, offset, Math.min(stop, this.#end));
      if (why === '') continue;
      bases[index] = BROKEN;
      this.#broken.push({ index, why });
    }
  }

  /** Reads from this entry on, before `to`, up to the header of one that is long: what follows it is read by itself. */
  #slide(index: number, to: number): void {
    const { offsets } = this.#forest;
    const offset = offsets[index]!;
    let last = index;
    while (last + 1 < to && offsets[last + 1]! - offsets[last]! < LONG) {
      if (offsets[last + 1]! - offset >= CHUNK) break;
      last++;
    }
    const length = Math.min(CHUNK, offsets[last]! - offset + LONGEST_HEADER);
    this.#start = offset;
    this.#end = offset + this.#pack.readInto(this.#buffer.subarray(0, length), offset);
  }

  /**
   * Reads the header of nearly every entry: a whole object, or a delta on an entry of this pack by
   * offset. False for whatever is less plain than that; `#read` takes it from the start.
   */
  #plain(index: number, offset: number, stop: number): boolean {
    const buffer = this.#buffer;
    const end = stop - this.#start;
    let at = offset - this.#start;
    let byte = buffer[at++]!;
    const type = (byte >> 4) & 7;
    for (let more = 0; byte >= 0x80 && more < 4; more++) byte = buffer[at++]!;
    if (byte >= 0x80 || at >= end || stop > this.#end) return false;
    const { types, bases } = this.#forest;
    if (type >= COMMIT && type <= TAG) {
      types[index] = type;
      return true;
    }
    if (type !== OFS_DELTA) return false;
    byte = buffer[at++]!;
    let distance = byte & 0x7f;
    for (let more = 0; byte >= 0x80 && more < 4; more++) {
      byte = buffer[at++]!;
      distance = (distance + 1) * 128 + (byte & 0x7f);
    }
    if (byte >= 0x80 || at > end) return false;
    const base = this.#finder.before(index, offset - distance);
    if (base < 0) return false;
    bases[index] = base;
    types[index] = types[base]!;
    return true;
  }

  #read(index: number, offset: number, stop: number): string {
    const { types, bases, idBytes } = this.#forest;
    const entry = this.#entry;
    const why = entry.read(this.#buffer, offset - this.#start, stop - this.#start, idBytes);
    if (why !== '') return why;
    if (entry.type === OFS_DELTA) {
      const base = this.#finder.before(index, offset - entry.distance);
      if (base < 0) return `no entry at its delta base, offset ${offset - entry.distance}`;
      bases[index] = base;
      // Another thread may not have come to the base yet: settleTypes does it then.
      types[index] = types[base]!;
    } else if (entry.type === REF_DELTA) {
      bases[index] = this.#placeOf(this.#buffer, entry.baseAt);
    } else {
      types[index] = entry.type;
    }
    return '';
  }

  #placeOf(id: Uint8Array, at: number): number {
    const position = findId(this.#forest, id, at);
    if (position < 0) return OUTSIDE;
    this.#places ??= inverse(this.#forest.order);
    return this.#places[position]!;
  }
}

/** Bytes of a pack that share an entry of the table below: about two entries. */
const STRETCH = 512;

/** How many entries start before each stretch of the pack. */
function firstsOf(offsets: Float64Array): Uint32Array {
  const count = offsets.length - 1;
  const firsts = new Uint32Array(shared((Math.floor(offsets[count]! / STRETCH) + 2) * 4));
  let stretch = 0;
  for (let index = 0; index < count; index++) {
    const own = Math.floor(offsets[index]! / STRETCH);
    while (stretch <= own) firsts[stretch++] = index;
  }
  return firsts.fill(count, stretch);
}

/** The place in pack order of what starts at an offset. A table leads near it, for a million look-ups. */
class PlaceFinder {
  readonly #offsets: Float64Array;
  readonly #firsts: Uint32Array;

  constructor(offsets: Float64Array, firsts: Uint32Array) {
    this.#offsets = offsets;
    this.#firsts = firsts;
  }

  /** The entry before `index` that starts at `offset`, or -1. */
  before(index: number, offset: number): number {
    const offsets = this.#offsets;
    if (offset < 0 || offset >= offsets[index]!) return -1;
    let place = this.#firsts[Math.floor(offset / STRETCH)]!;
    while (offsets[place]! < offset) place++;
    return offsets[place] === offset ? place : -1;
  }
}

export function inverse(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length);
  for (let index = 0; index < order.length; index++) places[order[index]!] = index;
  return places;
}

/**
 * Position of the id at id[at, at + idBytes) among the table's ids, or -1. Ids are evenly spread, so
 * the search starts where this one should stand and mostly ends there: each step in memory costs.
 */
export function findId({ ids, idBytes, fanout }: IdTable, id: Uint8Array, at: number): number {
  const first = id[at]! * 256 + id[at + 1]!;
  const next = id[at + 2]! * 256 + id[at + 3]!;
  let low = fanout[first]!;
  let high = fanout[first + 1]!;
  let guess = low + (((high - low) * next) >>> 16);
  while (low < high) {
    const start = guess * idBytes;
    let index = 2;
    while (index < idBytes && ids[start + index] === id[at + index]) index++;
    if (index === idBytes) return guess;
    if (ids[start + index]! < id[at + index]!) {
      low = guess + 1;
      guess = low + ((high - low) >> 2);
    } else {
      high = guess;
      guess = high - 1 - ((high - low) >> 2);
      if (guess < low) guess = low;
    }
  }
  return -1;
}

/** Gives deltas whose base was read later the type of their root; finds those that go in circles. */
function settleTypes({ count, types, bases }: Forest, broken: Broken[]): void {
  const SEEN = 255;
  const path: number[] = [];
  for (let index = 0; index < count; index++) {
    if (types[index] !== 0 || bases[index]! < 0) continue;
    let at = index;
    while (at >= 0 && types[at] === 0) {
      types[at] = SEEN;
      path.push(at);
      at = bases[at]!;
    }
    const circle = at >= 0 && types[at] === SEEN;
    const type = at >= 0 && !circle ? types[at]! : 0;
    for (const one of path) {
      types[one] = type;
      if (!circle) continue;
      bases[one] = BROKEN;
      broken.push({ index: one, why: 'its delta bases go in a circle' });
    }
    path.length = 0;
  }
}

/** Children in pack order; weights from the last entry to the first, bases being mostly earlier. */
function link({ count, offsets, bases, children, siblings, weights }: Forest): void {
  for (let index = count - 1; index >= 0; index--) {
    weights[index]! += offsets[index + 1]! - offsets[index]! + OVERHEAD;
    const base = bases[index]!;
    if (base < 0) continue;
    siblings[index] = children[base]!;
    children[base] = index;
    weights[base]! += weights[index]!;
  }
}
