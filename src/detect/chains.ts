/**
 * The needles that may stand around a marked pair of bytes (search.ts), as short lists. Where more than two
 * are left, one more byte is looked at, the one that tells most of them apart, and says which list it is.
 */
import type { Needle } from './matcher.ts';

/** Entries by mark << 8 | the byte beside the marked pair. */
export type Links = Map<number, number[]>;

/** An entry, its needle, and the marked pair's offset in it. */
export interface Spelled extends Pick<Needle, 'text' | 'fold'> {
  readonly entry: number;
  readonly offset: number;
}

/** Lists of so many need no further byte. */
const FEW = 2;
/** How far from the pair's first byte a telling byte is looked for. */
const REACH = 8;

export class Chains {
  /** Entries; each list ends with 0, and at 0 stands an empty one. */
  list = new Int32Array(1024);
  #length = 1;
  /** By choice << 8 | the telling byte: a list's place, or, below zero, a further choice. */
  choices = new Int32Array(4096);
  /** Where its telling byte stands, seen from the pair. */
  readonly turns: number[] = [0];

  /** The table of all chains: by key 0 for none, a list's place, or a choice's number below zero. */
  table(links: Links, spelled: (entry: number) => Spelled): Int32Array {
    const table = new Int32Array(65536);
    for (const [key, entries] of links) table[key] = this.#chain(entries.map(spelled));
    return table;
  }

  /** The list that the bytes around the pair at `at` choose. */
  choose(bytes: Uint8Array, at: number, chain: number): number {
    let next = chain;
    while (next < 0) {
      const place = at + this.turns[-next]!;
      const byte = place >= 0 && place < bytes.length ? bytes[place]! : 0;
      next = this.choices[(-next << 8) | byte]!;
    }
    return next;
  }

  #chain(entries: readonly Spelled[]): number {
    if (entries.length === 0) return 0;
    const turn = entries.length > FEW ? telling(entries) : undefined;
    return turn === undefined ? this.#write(entries) : this.#split(entries, turn);
  }

  #write(entries: readonly Spelled[]): number {
    const first = this.#length;
    this.#length += entries.length + 1;
    while (this.#length > this.list.length) this.list = grown(this.list);
    for (let index = 0; index < entries.length; index++) {
      this.list[first + index] = entries[index]!.entry;
    }
    return first;
  }

  #split(entries: readonly Spelled[], turn: number): number {
    const choice = this.turns.push(turn) - 1;
    const open = entries.filter((entry) => at(entry, turn) < 0);
    const otherwise = this.#chain(open);
    while ((choice + 1) << 8 > this.choices.length) this.choices = grown(this.choices);
    this.choices.fill(otherwise, choice << 8, (choice + 1) << 8);
    for (const byte of bytesAt(entries, turn)) {
      const chain = this.#chain(entries.filter((entry) => says(entry, turn, byte)));
      this.choices[(choice << 8) | byte] = chain;
    }
    return -choice;
  }
}

/** The byte, seen from the pair, that leaves the shortest lists; undefined where none leaves fewer. */
function telling(entries: readonly Spelled[]): number | undefined {
  let best: number | undefined;
  let least = entries.length;
  for (let turn = -REACH; turn <= REACH; turn++) {
    const most = Math.max(
      ...[...bytesAt(entries, turn)].map(
        (byte) => entries.filter((entry) => says(entry, turn, byte)).length,
      ),
      0,
    );
    if (most === 0 || most >= least) continue;
    least = most;
    best = turn;
  }
  return best;
}

/** All bytes that an entry's needle may have there. */
function bytesAt(entries: readonly Spelled[], turn: number): Set<number> {
  return new Set(
    entries.flatMap((entry) => {
      const code = at(entry, turn);
      return code < 0 ? [] : cases(code, entry.fold);
    }),
  );
}

/** The needle's byte there, or -1 where it does not reach. */
function at({ text, offset }: Spelled, turn: number): number {
  const place = offset + turn;
  return place >= 0 && place < text.length ? text.charCodeAt(place) : -1;
}

function says(entry: Spelled, turn: number, byte: number): boolean {
  const code = at(entry, turn);
  return code < 0 || cases(code, entry.fold).includes(byte);
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** A byte as it may be met: with `fold`, a letter also as a capital. */
export function cases(code: number, fold: boolean): number[] {
  return fold && isLetter(code) ? [code, code - 32] : [code];
}

export function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}
