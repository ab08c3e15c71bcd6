/**
 * Which refs descend from a commit. `git for-each-ref --contains` walks history anew for each ref, a quarter of an
 * hour where there are fifty thousand; here git lists commits and their parents once.
 */
import type { Presence } from '../types.ts';
import type { Selection } from './pick.ts';
import type { GitRunner, Ref, Refs } from './refs.ts';

export class Descent {
  /** Numbers of commits, parents before children. */
  readonly #numbers = new Map<string, number>();
  /** The parents of commit n: numbers from #starts[n] to #starts[n + 1]. */
  readonly #parents: number[] = [];
  readonly #starts: number[] = [0];
  readonly #refs: readonly Ref[];
  readonly #head: string | undefined;
  #fromHead: Uint8Array | undefined;

  private constructor(lines: string, { refs, head }: Refs) {
    this.#refs = refs;
    this.#head = head;
    for (const line of lines.split('\n')) {
      if (line === '') continue;
      const [commit, ...parents] = line.split(' ');
      for (const parent of parents) {
        const number = this.#numbers.get(parent);
        if (number !== undefined) this.#parents.push(number);
      }
      this.#numbers.set(commit!, this.#starts.length - 1);
      this.#starts.push(this.#parents.length);
    }
  }

  /**
   * Of the commits that the selection leaves out none descends from one that it takes, so that they need not be listed.
   * @throws KeyfenceError 'git-failed'
   */
  static async read(
    run: GitRunner,
    { revisions, options }: Selection,
    refs: Refs,
  ): Promise<Descent> {
    const args = ['rev-list', '--all', '--parents', '--topo-order', '--reverse', '--stdin'];
    const excluded = revisions.flatMap(excludedBy);
    const input = excluded.map((revision) => `^${revision}\n`).join('');
    const remotes = options[0] === '--not' ? options : [];
    const { stdout } = await run([...args, ...remotes], { input });
    return new Descent(Buffer.from(stdout).toString('latin1'), refs);
  }

  /** What HEAD's commit is to this one. */
  headFrom(commit: string): NonNullable<Presence['head']> {
    if (commit === this.#head) return 'itself';
    this.#fromHead ??= this.#ancestors(this.#head);
    return this.#fromHead[this.#numbers.get(commit) ?? -1] === 1 ? 'descendant' : 'neither';
  }

  /** 1 for the commit and each of its ancestors. */
  #ancestors(commit: string | undefined): Uint8Array {
    const reached = new Uint8Array(this.#starts.length);
    const own = this.#numbers.get(commit ?? '');
    if (own === undefined) return reached;
    reached[own] = 1;
    for (let number = own; number >= 0; number--) {
      if (reached[number] === 0) continue;
      const end = this.#starts[number + 1]!;
      for (let at = this.#starts[number]!; at < end; at++) reached[this.#parents[at]!] = 1;
    }
    return reached;
  }

  /** Full names of the refs that one of these commits is an ancestor of; the stash is none. */
  refsFrom(commits: readonly string[]): string[] {
    const holds = new Uint8Array(this.#starts.length);
    for (const commit of commits) {
      const number = this.#numbers.get(commit);
      if (number !== undefined) holds[number] = 1;
    }
    for (let number = 0; number < this.#starts.length - 1; number++) {
      const end = this.#starts[number + 1]!;
      for (let at = this.#starts[number]!; at < end; at++)
        holds[number]! |= holds[this.#parents[at]!]!;
    }
    const reached = ({ name, peeled }: Ref) =>
      name !== 'HEAD' && name !== 'refs/stash' && holds[this.#numbers.get(peeled) ?? -1] === 1;
    return this.#refs.filter(reached).map(({ name }) => name);
  }
}

/** The lower end of `A..B`, and of `^A`. What `A...B` leaves out is for git to tell, and is listed. */
function excludedBy(revision: string): string[] {
  if (revision.startsWith('^')) return [revision.slice(1)];
  const [, from] = /^(.*[^.])\.\.(?!\.)/.exec(revision) ?? [];
  return from === undefined ? [] : [from];
}
