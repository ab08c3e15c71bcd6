/**
 * The commit graph in columns: commits are counted anew, parents before children, so that a question
 * about ancestors or descendants is one sweep. Parents that are not in the repository are not there.
 */
import type { Commits } from './commits.ts';

export class Graph {
  /** How many commits there are; they go by 0 up to this. */
  readonly count: number;
  /** Catalog number of each commit. */
  readonly numbers: Int32Array;
  /** Commit of each catalog number; -1 for what is no commit. */
  readonly #commits: Int32Array;
  /** Parents of commit c: #parents[#starts[c]] up to #parents[#starts[c + 1]]. */
  readonly #starts: Int32Array;
  readonly #parents: Int32Array;
  /**
   * When each commit was made, in seconds; never before a parent, as with git's corrected dates, whatever
   * clocks said. So the earliest of some commits is no descendant of another one of them.
   */
  readonly times: Float64Array;
  readonly #idOf: (number: number) => string;
  /** Catalog number of each commit's tree, or -1. */
  readonly trees: Int32Array;

  /**
   * @param merges second and later parents, as (commit, parent) pairs of catalog numbers
   * @param idOf id of a catalog number, which decides between commits of the same second
   */
  constructor(columns: Commits, merges: readonly number[], idOf: (number: number) => string) {
    this.#idOf = idOf;
    const more = grouped(merges);
    this.numbers = sorted(columns, more);
    this.count = this.numbers.length;
    this.#commits = new Int32Array(columns.times.length).fill(-1);
    for (let commit = 0; commit < this.count; commit++)
      this.#commits[this.numbers[commit]!] = commit;
    this.#starts = new Int32Array(this.count + 1);
    this.times = new Float64Array(this.count);
    this.trees = new Int32Array(this.count);
    const parents: number[] = [];
    for (let commit = 0; commit < this.count; commit++) {
      const number = this.numbers[commit]!;
      let time = columns.times[number]!;
      for (const parent of parentsOf(number, columns, more)) {
        parents.push(this.#commits[parent]!);
        time = Math.max(time, this.times[this.#commits[parent]!]! + 1);
      }
      this.#starts[commit + 1] = parents.length;
      this.times[commit] = time;
      this.trees[commit] = columns.trees[number]!;
    }
    this.#parents = Int32Array.from(parents);
  }

  /** The commit with this catalog number, or -1. */
  commit(number: number): number {
    return number < 0 ? -1 : this.#commits[number]!;
  }

  /** 1 for each commit that the tips reach, the tips themselves included; -1 counts as no tip. */
  ancestors(tips: readonly number[]): Uint8Array {
    const reached = new Uint8Array(this.count);
    for (const tip of tips) if (tip >= 0) reached[tip] = 1;
    for (let commit = this.count - 1; commit >= 0; commit--) {
      if (reached[commit] === 0) continue;
      const stop = this.#starts[commit + 1]!;
      for (let at = this.#starts[commit]!; at < stop; at++) reached[this.#parents[at]!] = 1;
    }
    return reached;
  }

  /** 1 for each commit that is marked or reaches a marked one. */
  descendants(marked: Uint8Array): Uint8Array {
    const reaching = marked.slice();
    for (let commit = 0; commit < this.count; commit++) {
      if (reaching[commit] === 0 && this.#hasParentIn(reaching, commit)) reaching[commit] = 1;
    }
    return reaching;
  }

  /** The earliest and the latest of some commits; -1 for none. */
  ends(commits: Int32Array): { first: number; last: number } {
    let first = -1;
    let last = -1;
    for (const commit of commits) {
      if (last < 0 || this.#before(last, commit)) last = commit;
      if (first < 0 || this.#before(commit, first)) first = commit;
    }
    return { first, last };
  }

  #before(a: number, b: number): boolean {
    const difference = this.times[a]! - this.times[b]!;
    if (difference !== 0) return difference < 0;
    return a !== b && this.#idOf(this.numbers[a]!) < this.#idOf(this.numbers[b]!);
  }

  #hasParentIn(marked: Uint8Array, commit: number): boolean {
    const stop = this.#starts[commit + 1]!;
    for (let at = this.#starts[commit]!; at < stop; at++) {
      if (marked[this.#parents[at]!] === 1) return true;
    }
    return false;
  }
}

function grouped(pairs: readonly number[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let at = 0; at < pairs.length; at += 2) {
    const known = groups.get(pairs[at]!);
    if (known === undefined) groups.set(pairs[at]!, [pairs[at + 1]!]);
    else known.push(pairs[at + 1]!);
  }
  return groups;
}

const none: readonly number[] = [];

function parentsOf(
  number: number,
  { parents, times }: Commits,
  more: ReadonlyMap<number, readonly number[]>,
): readonly number[] {
  const first = parents[number]!;
  const others = more.get(number) ?? none;
  const all = first < 0 ? others : [first, ...others];
  // A parent that is no commit: a damaged history is no reason to stop.
  return all.filter((parent) => times[parent]! >= 0);
}

/** Catalog numbers of all commits, parents before children: depth first, without recursion. */
function sorted(columns: Commits, more: ReadonlyMap<number, readonly number[]>): Int32Array {
  const { times } = columns;
  const state = new Uint8Array(times.length);
  const order: number[] = [];
  const path: number[] = [];
  for (let start = 0; start < times.length; start++) {
    if (times[start]! < 0 || state[start] !== 0) continue;
    path.push(start);
    while (path.length > 0) {
      const commit = path.at(-1)!;
      if (state[commit] === 0) {
        state[commit] = 1;
        for (const parent of parentsOf(commit, columns, more)) {
          if (state[parent] === 0) path.push(parent);
        }
        continue;
      }
      path.pop();
      if (state[commit] === 1) order.push(commit);
      state[commit] = 2;
    }
  }
  return Int32Array.from(order);
}
