/** How near at hand commits are: a ref leads to them, only a reflog does, or nothing. */
import type { Presence } from '../types.ts';

export class Reach {
  readonly #fromRefs: Uint8Array;
  readonly #fromReflogs: Uint8Array;
  readonly #isWhole: boolean;

  /** @param isWhole false of the commits of a range, which are asked for whatever refs lead to them */
  constructor(fromRefs: Uint8Array, fromReflogs: Uint8Array, isWhole: boolean) {
    this.#fromRefs = fromRefs;
    this.#fromReflogs = fromReflogs;
    this.#isWhole = isWhole;
  }

  of(commit: number): Presence['reach'] {
    if (this.#fromRefs[commit] === 1) return 'reached';
    return this.#fromReflogs[commit] === 1 ? 'reflog' : 'unreachable';
  }

  /** The nearest of some. */
  best(commits: Int32Array): Presence['reach'] {
    if (commits.some((commit) => this.#fromRefs[commit] === 1)) return 'reached';
    const isKept = commits.some((commit) => this.#fromReflogs[commit] === 1);
    return isKept ? 'reflog' : 'unreachable';
  }

  /**
   * Of commits that hold a secret the nearest, which tell of it. What a rebase or an amended commit left
   * behind is earlier than what came of it, and nobody finds it in a branch.
   */
  nearest(commits: Int32Array): Int32Array {
    if (!this.#isWhole) return commits;
    for (const from of [this.#fromRefs, this.#fromReflogs]) {
      const some = commits.filter((commit) => from[commit] === 1);
      if (some.length > 0) return some;
    }
    return commits;
  }
}
