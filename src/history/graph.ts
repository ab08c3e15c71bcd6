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
    const listed = new Listed(columns, merges);
    const order = listed.sorted();
    this.count = order.length;
    this.numbers = order.map((commit) => listed.numbers[commit]!);
    this.#commits = listed.slots.fill(-1);
    for (let commit = 0; commit < this.count; commit++)
      this.#commits[this.numbers[commit]!] = commit;
    this.#starts = new Int32Array(this.count + 1);
    this.#parents = new Int32Array(listed.parents.length);
    this.times = new Float64Array(this.count);
    this.trees = new Int32Array(this.count);
    for (let commit = 0, end = 0; commit < this.count; commit++) {
      const number = this.numbers[commit]!;
      let time = columns.times[number]!;
      const stop = listed.starts[order[commit]! + 1]!;
      for (let at = listed.starts[order[commit]!]!; at < stop; at++) {
        const parent = this.#commits[listed.numbers[listed.parents[at]!]!]!;
        this.#parents[end++] = parent;
        time = Math.max(time, this.times[parent]! + 1);
      }
      this.#starts[commit + 1] = end;
      this.times[commit] = time;
      this.trees[commit] = columns.trees[number]!;
    }
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
    for (let index = 0; index < commits.length; index++) {
      const commit = commits[index]!;
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

/** Commits by their place among all commits in order of number, each with its parents. */
class Listed {
  /** Catalog number of each. */
  readonly numbers: Int32Array;
  /** The place of each catalog number; -1 for what is no commit. */
  readonly slots: Int32Array;
  /** Parents of the commit at c: parents[starts[c]] up to parents[starts[c + 1]], the first one first. */
  readonly starts: Int32Array;
  readonly parents: Int32Array;

  constructor({ times, parents }: Commits, merges: readonly number[]) {
    const numbers: number[] = [];
    const slots = new Int32Array(times.length).fill(-1);
    for (let number = 0; number < times.length; number++) {
      if (times[number]! >= 0) slots[number] = numbers.push(number) - 1;
    }
    // A parent that is no commit is left out: a damaged history is no reason to stop.
    const slotOf = (number: number) => (number < 0 ? -1 : slots[number]!);
    const starts = new Int32Array(numbers.length + 2);
    for (let at = 0; at < numbers.length; at++) {
      if (slotOf(parents[numbers[at]!]!) >= 0) starts[at + 2]!++;
    }
    for (let at = 0; at < merges.length; at += 2) {
      if (slotOf(merges[at + 1]!) >= 0) starts[slotOf(merges[at]!) + 2]!++;
    }
    for (let at = 2; at < starts.length; at++) starts[at]! += starts[at - 1]!;
    this.parents = new Int32Array(starts.at(-1)!);
    for (let at = 0; at < numbers.length; at++) {
      const parent = slotOf(parents[numbers[at]!]!);
      if (parent >= 0) this.parents[starts[at + 1]!++] = parent;
    }
    for (let at = 0; at < merges.length; at += 2) {
      const parent = slotOf(merges[at + 1]!);
      if (parent >= 0) this.parents[starts[slotOf(merges[at]!) + 1]!++] = parent;
    }
    this.numbers = Int32Array.from(numbers);
    this.slots = slots;
    this.starts = starts;
  }

  /** Their places, parents before children: depth first, without recursion. */
  sorted(): Int32Array {
    const { starts, parents } = this;
    const { length } = this.numbers;
    const state = new Uint8Array(length);
    const order = new Int32Array(length);
    const path: number[] = [];
    for (let start = 0, end = 0; start < length; start++) {
      if (state[start] !== 0) continue;
      path.push(start);
      while (path.length > 0) {
        const commit = path.at(-1)!;
        if (state[commit] === 0) {
          state[commit] = 1;
          for (let at = starts[commit]!; at < starts[commit + 1]!; at++) {
            if (state[parents[at]!] === 0) path.push(parents[at]!);
          }
          continue;
        }
        path.pop();
        if (state[commit] === 1) order[end++] = commit;
        state[commit] = 2;
      }
    }
    return order;
  }
}
