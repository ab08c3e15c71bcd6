/**
 * What may stand beside a needle, looked at before any matcher is asked: most occurrences end here. How far
 * a run of a key's or a name's characters goes is remembered, so that in a run of nothing but needles each byte
 * is looked at once, and not once for each needle before it.
 */
import { glued, opens } from './left.ts';
import type { Needle } from './matcher.ts';

/** More than any blob's bytes in a row. */
const ANY = 1 << 29;

/** Per needle the number of its run in `runs`, or -1, and what `Needle.least` and `most` say. */
export interface Columns {
  readonly tables: Int32Array;
  readonly least: Int32Array;
  readonly most: Int32Array;
  readonly runs: readonly Uint8Array[];
}

/** What all users of a needle want. */
interface Wanted {
  left: Uint8Array | undefined;
  next: Uint8Array | undefined;
  least: number;
  most: number;
}

export class Beside {
  readonly #wanted: Wanted[] = [];
  readonly #lengths: number[] = [];
  /** Per needle the number of its table in the columns below, or -1; and its numbers of bytes. */
  #tables: Int32Array = new Int32Array(0);
  #least: Int32Array = new Int32Array(0);
  #most: Int32Array = new Int32Array(0);
  #runs: Uint8Array[] = [];
  readonly #mixed: Uint8Array[] = [];
  /** Per table a stretch in which all bytes are 1 in it. */
  #from: Int32Array = new Int32Array(0);
  #to: Int32Array = new Int32Array(0);

  /** Of what a needle's first user wants, what a further one wants too stays. */
  share(number: number, needle: Needle): void {
    const { left, next, least = ANY, most = ANY } = needle;
    const known = this.#wanted[number];
    if (!known) {
      this.#wanted[number] = { left, next, least, most };
      this.#lengths[number] = needle.text.length;
      return;
    }
    if (known.left !== left) known.left = undefined;
    // Where they differ, more bytes may follow than one of them takes.
    known.most = known.next === next ? Math.max(known.most, most) : ANY;
    known.least = Math.min(known.least, least);
    known.next = this.#either(known.next, next);
  }

  /** What may follow either of two; one table for the same two. */
  #either(one: Uint8Array | undefined, other: Uint8Array | undefined): Uint8Array | undefined {
    if (one === other || !one || !other) return one === other ? one : undefined;
    const both = one.map((says, code) => Math.max(says, other[code]!));
    const known = [one, other, ...this.#mixed].find((table) => isSame(table, both));
    if (known) return known;
    this.#mixed.push(both);
    return both;
  }

  /** After the last needle. */
  close(): void {
    this.#runs = [...new Set(this.#wanted.flatMap(({ next }) => (next ? [next] : [])))];
    this.#tables = Int32Array.from(this.#wanted, ({ next }) =>
      next ? this.#runs.indexOf(next) : -1,
    );
    this.#least = Int32Array.from(this.#wanted, ({ least }) => least);
    this.#most = Int32Array.from(this.#wanted, ({ most }) => most);
    this.#from = new Int32Array(this.#runs.length);
    this.#to = new Int32Array(this.#runs.length);
    this.forget();
  }

  lefts(): (Uint8Array | undefined)[] {
    return this.#wanted.map(({ left }) => left);
  }

  columns(): Columns {
    return { tables: this.#tables, least: this.#least, most: this.#most, runs: this.#runs };
  }

  /** Whenever other bytes follow. */
  forget(): void {
    this.#from.fill(0);
    this.#to.fill(-1);
  }

  /** False only where no user of the needle, which stands at `at`, would report a hit. */
  allows(bytes: Uint8Array, needle: number, at: number): boolean {
    const table = this.#tables[needle]!;
    if (table >= 0 && !this.#goesOn(bytes, at + this.#lengths[needle]!, needle, table))
      return false;
    const { left } = this.#wanted[needle]!;
    return left === undefined || opens(bytes, at, left) || glued(bytes, at);
  }

  /** Does what begins at `start` go on long enough, and not too long? */
  #goesOn(bytes: Uint8Array, start: number, needle: number, table: number): boolean {
    const most = this.#most[needle]!;
    const run = this.#runs[table]!;
    if (start > this.#to[table]! || start < this.#from[table]!) {
      this.#from[table] = start;
      this.#to[table] = start;
    }
    const stop = Math.min(bytes.length, start + most + 1);
    let end = this.#to[table]!;
    while (end < stop && run[bytes[end]!] === 1) end++;
    this.#to[table] = end;
    const length = end - start;
    if (length > most) return false;
    return length >= this.#least[needle]! || end === bytes.length || run[bytes[end]!] === 2;
  }
}

export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.every((says, code) => says === other[code]);
}
