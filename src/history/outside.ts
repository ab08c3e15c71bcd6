/**
 * Who holds a secret beyond the range that was scanned. A range's own commits say nothing of refs and of
 * a HEAD that lie outside it (`history A..B` on another branch, a pull request's merge commit), so git
 * is asked; only where something was found.
 */
import type { Presence } from '../types.ts';
import { Descent } from './descent.ts';
import type { Selection } from './pick.ts';
import type { GitRunner, Refs } from './refs.ts';

/** What holds one secret, by full ids: commits in the range, objects (blobs, trees), commits that say it in their message. */
export interface Holding {
  readonly commits: readonly string[];
  readonly objects: readonly string[];
  readonly said: readonly string[];
}

type Names = Pick<Presence, 'inHead' | 'head' | 'branches' | 'tags' | 'remotes' | 'reach'>;

/** More would not fit a command line everywhere; the earliest bring the most refs. */
const MOST_COMMITS = 200;

const folders = { branches: 'refs/heads/', tags: 'refs/tags/', remotes: 'refs/remotes/' };

export class Outside {
  readonly #run: GitRunner;
  readonly #mask: (name: string) => string;
  readonly #descent: Promise<Descent>;
  #head: Promise<Set<string>> | undefined;

  /** @param mask takes secrets out of a ref's name */
  constructor(
    run: GitRunner,
    asked: { readonly selection: Selection; readonly refs: Refs },
    mask: (name: string) => string,
  ) {
    this.#run = run;
    this.#mask = mask;
    this.#descent = Descent.read(run, asked.selection, asked.refs);
    this.#descent.catch(() => {}); // Met where it is awaited.
  }

  /**
   * The same presence with all refs that contain a holding commit, and with HEAD as it is.
   * @param first id of the commit that brought the secret in, if one did
   * @throws KeyfenceError 'git-failed'
   */
  async widened<T extends Names>(presence: T, holding: Holding, first?: string): Promise<T> {
    const descent = await this.#descent;
    const refs = descent.refsFrom(holding.commits);
    const named = (key: keyof typeof folders) => {
      const met = refs.filter((name) => name.startsWith(folders[key]));
      const shown = met.map((name) => this.#mask(name.slice(folders[key].length)));
      return [...new Set([...presence[key], ...shown])].sort();
    };
    const inHead = presence.inHead || (await this.#inHead(holding));
    return {
      ...presence,
      inHead,
      ...(first !== undefined && { head: descent.headFrom(first) }),
      branches: named('branches'),
      tags: named('tags'),
      remotes: named('remotes'),
      reach: refs.length > 0 || inHead ? 'reached' : presence.reach,
    };
  }

  async #inHead({ objects, said }: Holding): Promise<boolean> {
    this.#head ??= this.#inHeadsTree();
    const held = await this.#head;
    if (objects.some((oid) => held.has(oid))) return true;
    for (const oid of said.slice(0, MOST_COMMITS)) {
      const args = ['merge-base', '--is-ancestor', oid, 'HEAD'];
      if ((await this.#run(args, { accept: [1, 128] })).code === 0) return true;
    }
    return false;
  }

  /** Ids of all trees and blobs of HEAD's commit; empty where there is no HEAD yet. */
  async #inHeadsTree(): Promise<Set<string>> {
    const listed = await this.#run(['ls-tree', '-r', '-t', 'HEAD'], { accept: [128] });
    return new Set(lines(listed).map((line) => line.split(/[ \t]/, 3)[2]!));
  }
}

function lines({ stdout }: { readonly stdout: Uint8Array }): string[] {
  const text = Buffer.from(stdout).toString();
  return text.split('\n').filter((line) => line !== '');
}
