/**
 * Keys have a length: where what follows an encoded needle has fewer or more of a key's characters, no key stands
 * there. How far they go is remembered, for each way in which the bytes may be grouped, so that a text of nothing but
 * encoded needles is decoded once and not once for every needle in it.
 */
import { epoch } from './epoch.ts';
import type { Body } from './matcher.ts';

/** How an encoding groups bytes: so many of them stand for so many decoded ones, line breaks aside. */
export interface Grid {
  readonly raw: number;
  readonly decoded: number;
  /** Decodes the group at `at` into [to, …); where the next one starts, or -1 where it is no text of this encoding. */
  decode(bytes: Uint8Array, at: number, into: Uint8Array, to: number): number;
  /** So many characters further, or -1. */
  pass(bytes: Uint8Array, at: number, count: number): number;
  /** Bytes of line breaks that may at least stand behind `start`. None where undefined. */
  slack?(bytes: Uint8Array, start: number): number;
  /** Do bytes of line breaks stand among these few? Where undefined, they are text like others. */
  isBroken?(few: Uint8Array): boolean;
  /** May the text go on behind the group at `at`, which `decode` refuses? Not where undefined. */
  goesOn?(bytes: Uint8Array, at: number): boolean;
}

/** A text in `inner`'s encoding, in `outer`'s. */
export function nested(outer: Grid, inner: Grid): Grid {
  let groups = 1;
  while ((groups * outer.decoded) % inner.raw !== 0) groups++;
  const middle = new Uint8Array(groups * outer.decoded);
  const size = inner.raw;
  const open = (bytes: Uint8Array, at: number): number => {
    let next = at;
    for (let index = 0; index < groups && next >= 0; index++) {
      next = outer.decode(bytes, next, middle, index * outer.decoded);
    }
    return next;
  };
  return {
    raw: groups * outer.raw,
    decoded: (middle.length / size) * inner.decoded,
    decode(bytes, at, into, to) {
      const next = open(bytes, at);
      if (next < 0) return -1;
      for (let from = 0, put = to; from < middle.length; from += size, put += inner.decoded) {
        if (inner.decode(middle, from, into, put) !== from + size) return -1;
      }
      return next;
    },
    pass: outer.pass,
    ...(outer.slack && { slack: outer.slack }),
    // Its line breaks are in the text that is decoded first: from there on groups lie otherwise.
    goesOn(bytes, at) {
      return inner.isBroken !== undefined && open(bytes, at) >= 0 && inner.isBroken(middle);
    },
  };
}

/** Rows of groups at hand, and group starts, which are found by their last bits. */
const ROWS = 32;
const SLOTS = 2048;
const MOST_NUMBERS = 1 << 30;

export class Lengths {
  readonly #grid: Grid;
  readonly #body: Body;
  /** Groups that are more than any key has, and that are fewer. */
  readonly #long: number;
  readonly #short: number;
  readonly #group: Uint8Array;
  /** Per row of groups with nothing but a key's characters: its own number, where it ends, and after how many groups. */
  readonly #rows = new Int32Array(ROWS);
  readonly #ends = new Int32Array(ROWS);
  readonly #counts = new Int32Array(ROWS);
  /** Per group start its place, its row's number, and how many groups stand before it. */
  readonly #places = new Int32Array(SLOTS);
  readonly #owners = new Int32Array(SLOTS);
  readonly #numbers = new Int32Array(SLOTS);
  #next = 1;
  #source: Uint8Array | undefined;
  #epoch = -1;

  constructor(grid: Grid, body: Body) {
    this.#grid = grid;
    this.#body = body;
    this.#long = Math.ceil((body.most + 1) / grid.decoded);
    // Less than a group stands before the first whole one, and less than one behind the last.
    this.#short = Math.ceil(body.least / grid.decoded) - 2;
    this.#group = new Uint8Array(grid.decoded);
  }

  /** Can so many characters as a key has follow the needle that ends at `end`, `rest` characters before a group? */
  fits(bytes: Uint8Array, end: number, rest: number): boolean {
    if (this.#source !== bytes || this.#epoch !== epoch.now) {
      this.#source = bytes;
      this.#epoch = epoch.now;
      // No number is given twice: the places of other bytes stand there still.
      this.#rows.fill(0);
    }
    const start = this.#grid.pass(bytes, end, rest);
    if (start < 0) return false;
    const slot = start & (SLOTS - 1);
    const owner = this.#owners[slot]!;
    const isKnown = this.#places[slot] === start && this.#rows[owner & (ROWS - 1)] === owner;
    const row = (isKnown && owner > 0 ? owner : this.#begin(start)) & (ROWS - 1);
    const before = this.#numbers[slot]!;
    const far = this.#extend(bytes, row, before + this.#long);
    if (far - before >= this.#long) {
      const { slack, raw } = this.#grid;
      const broken = this.#ends[row]! - start - (far - before) * raw;
      return broken > 0 && (!slack || broken > slack(bytes, start));
    }
    return far - before >= this.#short || this.#grid.goesOn?.(bytes, this.#ends[row]!) === true;
  }

  #begin(start: number): number {
    if (this.#next > MOST_NUMBERS) {
      this.#owners.fill(0);
      this.#rows.fill(0);
      this.#next = 1;
    }
    const number = this.#next++;
    const row = number & (ROWS - 1);
    this.#rows[row] = number;
    this.#ends[row] = start;
    this.#counts[row] = 0;
    this.#note(start, number, 0);
    return number;
  }

  #note(start: number, owner: number, number: number): void {
    const slot = start & (SLOTS - 1);
    this.#places[slot] = start;
    this.#owners[slot] = owner;
    this.#numbers[slot] = number;
  }

  /** Follows the row up to so many groups; how many there are. */
  #extend(bytes: Uint8Array, row: number, wanted: number): number {
    let count = this.#counts[row]!;
    let end = this.#ends[row]!;
    while (count < wanted) {
      const next = this.#grid.decode(bytes, end, this.#group, 0);
      if (next < 0 || !this.#isOfKey()) break;
      end = next;
      this.#note(end, this.#rows[row]!, ++count);
    }
    this.#counts[row] = count;
    this.#ends[row] = end;
    return count;
  }

  #isOfKey(): boolean {
    const { table } = this.#body;
    const group = this.#group;
    for (let index = 0; index < group.length; index++) {
      if (table[group[index]!] === 0) return false;
    }
    return true;
  }
}

/** Remembers stretches of groups of nothing but characters of one table, to be asked about what stands before needles. */
export class Stretches {
  readonly #grid: Grid;
  readonly #table: Uint8Array;
  readonly #group: Uint8Array;
  /** By how groups lie. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  #source: Uint8Array | undefined;
  #epoch = -1;

  constructor(grid: Grid, table: Uint8Array) {
    this.#grid = grid;
    this.#table = table;
    this.#group = new Uint8Array(grid.decoded);
    this.#from = new Int32Array(grid.raw);
    this.#to = new Int32Array(grid.raw);
  }

  /** Are all characters of the groups in [first, last) of the table, without a line break between groups? */
  covers(bytes: Uint8Array, first: number, last: number): boolean {
    if (this.#source !== bytes || this.#epoch !== epoch.now) {
      this.#source = bytes;
      this.#epoch = epoch.now;
      this.#from.fill(0);
      this.#to.fill(-1);
    }
    if (first < 0) return false;
    const { raw } = this.#grid;
    const way = first % raw;
    if (first < this.#from[way]! || first > this.#to[way]!) {
      this.#from[way] = first;
      this.#to[way] = first;
    }
    let end = this.#to[way]!;
    while (end < last && this.#holds(bytes, end)) end += raw;
    this.#to[way] = end;
    return end >= last;
  }

  #holds(bytes: Uint8Array, at: number): boolean {
    const group = this.#group;
    if (this.#grid.decode(bytes, at, group, 0) !== at + this.#grid.raw) return false;
    for (let index = 0; index < group.length; index++) {
      if (this.#table[group[index]!] === 0) return false;
    }
    return true;
  }
}
