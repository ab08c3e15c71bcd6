/**
 * The commit graph in columns, and what it answers: which commits some others reach, and which reach
 * them. Numbers are the catalog's; parents that are not in the repository simply are not there.
 */
import type { Commits } from './content.ts';

export class Graph {
  /** All commits, parents before children. */
  readonly order: Int32Array;
  readonly #parents: Int32Array;
  /** Second and later parents. */
  readonly #more = new Map<number, number[]>();

  /** @param merges second and later parents, as (commit, parent) pairs */
  constructor(
    readonly columns: Commits,
    merges: readonly number[],
  ) {
    this.#parents = columns.parents;
    for (let at = 0; at < merges.length; at += 2) {
      const known = this.#more.get(merges[at]!);
      if (known === undefined) this.#more.set(merges[at]!, [merges[at + 1]!]);
      else known.push(merges[at + 1]!);
    }
    this.order = this.#sort();
  }

  parentsOf(commit: number): number[] {
    const first = this.#parents[commit]!;
    const more = this.#more.get(commit) ?? [];
    return first < 0 ? more : [first, ...more];
  }

  isCommit(number: number): boolean {
    return number >= 0 && this.columns.times[number]! >= 0;
  }

  /** 1 for each commit that the tips reach, the tips themselves included. */
  ancestors(tips: readonly number[]): Uint8Array {
    const reached = new Uint8Array(this.#parents.length);
    const waiting = tips.filter((tip) => this.isCommit(tip));
    for (let commit = waiting.pop(); commit !== undefined; commit = waiting.pop()) {
      if (reached[commit] === 1) continue;
      reached[commit] = 1;
      waiting.push(...this.parentsOf(commit));
    }
    return reached;
  }

  /** 1 for each commit that reaches one of these, these included. */
  descendants(commits: Iterable<number>): Uint8Array {
    const reaching = new Uint8Array(this.#parents.length);
    for (const commit of commits) reaching[commit] = 1;
    for (const commit of this.order) {
      if (reaching[commit] === 1) continue;
      const first = this.#parents[commit]!;
      if (first >= 0 && reaching[first] === 1) reaching[commit] = 1;
      else if (this.#more.get(commit)?.some((parent) => reaching[parent] === 1)) {
        reaching[commit] = 1;
      }
    }
    return reaching;
  }

  /** Depth first, without recursion: a commit comes out once all of its parents have. */
  #sort(): Int32Array {
    const { times } = this.columns;
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
          for (const parent of this.parentsOf(commit)) if (state[parent] === 0) path.push(parent);
          continue;
        }
        path.pop();
        if (state[commit] === 1) order.push(commit);
        state[commit] = 2;
      }
    }
    return Int32Array.from(order);
  }
}
