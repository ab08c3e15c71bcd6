/**
 * A range without git and without most of this program: the everyday range brings a few dozen blobs that
 * hold nothing. It is read from the repository's files; whatever is not plain (an expression, a shallow
 * clone, an object that is not there), and whatever may hold a secret, is left to the whole scan
 * (history.ts) by answering `undefined`. So a push costs little, and a finding is worded as always.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GitObject } from '../objects/loose.ts';
import type { Held } from '../objects/shelf.ts';
import { type Brings, StandingShelf } from '../objects/standing.ts';
import { Store } from '../objects/store.ts';
import type { Stats } from '../types.ts';
import type { CommitNode } from './between.ts';
import { Names, parseRevision, type Revision } from './names.ts';
import type { Selection } from './pick.ts';
import { PlainRange } from './plainly.ts';
import { trustedGraph } from './trusted-graph.ts';

export type { GitObject } from '../objects/loose.ts';

export interface QuickRepository {
  readonly gitDir: string;
  readonly commonDir: string;
  readonly objectsDir: string;
  readonly hash: 'sha1' | 'sha256';
}

/**
 * True only where the whole scan would find nothing in any of these, nor in a name of a tree among them. An object
 * may be gone when the next one is asked for.
 */
export type IsClean = (objects: Iterable<GitObject>) => Promise<boolean>;

export interface Clean {
  readonly stats: Stats;
  /** Commits, trees, blobs and tags. */
  readonly objects: number;
}

/** How objects and commits are read: by WebAssembly, or plainly. Commit is what it knows a commit by. */
interface Ground<Commit> {
  read(oid: string): Held | undefined;
  /** Valid until something is read. */
  bytesOf(held: Held): Uint8Array;
  commit(oid: string): Commit | undefined;
  parent(commit: Commit, index: number): Commit | undefined;
  brings(wanted: readonly Commit[], excluded: readonly Commit[]): Brings | undefined;
}

/** What the ends of a range lead to. */
interface Ends<Commit> {
  readonly wanted: Commit[];
  readonly excluded: Commit[];
  /** Annotated tags that were named: they are scanned too. */
  readonly tags: string[];
}

/** What a range brings, the tags that it names, and what has their bytes. */
interface Range {
  readonly brings: Brings;
  readonly tags: readonly Held[];
  readonly shelf: Pick<Ground<unknown>, 'bytesOf'>;
}

/** What was seen of a range. */
interface Seen {
  files: number;
  bytes: number;
  isWhole: boolean;
}

/** Ends with more refs than this are git's to sort out: it keeps their dates in one file. */
const MOST_ENDS = 2000;

/** undefined: git and the whole scan have to answer. */
export async function quickScan(
  repo: QuickRepository,
  selection: Selection,
  limits: { readonly maxBytes: number },
  isClean: IsClean,
): Promise<Clean | undefined> {
  const cut = ['shallow', 'info/grafts'].some((name) => existsSync(join(repo.commonDir, name)));
  if (cut) return undefined;
  const { objectsDir, hash } = repo;
  const store = new Store({ objectsDir, hash, limit: limits.maxBytes, keep: true });
  const names = new Names(repo);
  try {
    const range = withGraph(repo, store, names, selection) ?? without(store, names, selection);
    return range && (await look(range, isClean));
  } finally {
    store.close();
  }
}

/** undefined also where there is no commit-graph, or anything is wrong with it. */
function withGraph(repo: QuickRepository, store: Store, names: Names, selection: Selection) {
  const graph = trustedGraph(repo.commonDir, store);
  if (graph === undefined) return undefined;
  try {
    const standing = StandingShelf.open(store, graph) as Ground<number> | undefined;
    return standing && new Quick(standing, names).select(selection);
  } catch {
    return undefined;
  } finally {
    graph.close();
  }
}

function without(store: Store, names: Names, selection: Selection): Range | undefined {
  const standing = StandingShelf.open(store) as Ground<number> | undefined;
  if (standing !== undefined) return new Quick(standing, names).select(selection);
  return new Quick<CommitNode>(new PlainRange(store), names).select(selection);
}

async function look(range: Range, isClean: IsClean): Promise<Clean | undefined> {
  const { brings, tags } = range;
  const seen = { files: 0, bytes: 0, isWhole: false };
  if (!(await isClean(objectsOf(range, seen))) || !seen.isWhole) return undefined;
  const { files, bytes } = seen;
  const commits = brings.commits.length;
  const messages = commits + tags.length;
  const stats = { files, messages, bytes, commits };
  return { stats, objects: files + messages + brings.trees.length };
}

/** Says in `seen` whether all could be read, which is known when the last one has been asked for. */
function* objectsOf({ brings, tags, shelf }: Range, seen: Seen): Generator<GitObject> {
  const object = (held: Held) => ({ type: held.type, bytes: shelf.bytesOf(held) });
  for (const message of [...brings.commits, ...tags]) {
    seen.bytes += message.size;
    yield object(message);
  }
  for (const tree of brings.trees) yield object(tree);
  for (const blob of brings.blobs) {
    if (blob === undefined) return;
    seen.files++;
    seen.bytes += blob.size;
    yield object(blob);
  }
  seen.isWhole = true;
}

class Quick<Commit> {
  readonly #ground: Ground<Commit>;
  readonly #names: Names;

  constructor(ground: Ground<Commit>, names: Names) {
    this.#ground = ground;
    this.#names = names;
  }

  select(selection: Selection): Range | undefined {
    const ends = this.#ends(selection);
    const brings = ends && this.#ground.brings(ends.wanted, ends.excluded);
    if (!ends || !brings) return undefined;
    const tags: Held[] = [];
    for (const oid of ends.tags) {
      const tag = this.#ground.read(oid);
      if (tag === undefined) return undefined;
      tags.push(tag);
    }
    return { brings, tags, shelf: this.#ground };
  }

  #ends({ revisions, options }: Selection): Ends<Commit> | undefined {
    const ends: Ends<Commit> = { wanted: [], excluded: [], tags: [] };
    for (const text of revisions) {
      const parsed = parseRevision(text);
      if (parsed === undefined || !parsed.every((end) => this.#end(end, ends))) return undefined;
    }
    if (options.length === 0) return ends;
    const remote = options[0] === '--not' ? /^--remotes=([\w./-]+)$/.exec(options[1] ?? '') : null;
    const ids = remote && options.length === 2 ? this.#names.remotes(remote[1]!) : undefined;
    if (ids === undefined || ids.length > MOST_ENDS) return undefined;
    const plain = (oid: string) => this.#end({ name: oid, steps: [], excluded: true }, ends);
    return ids.every(plain) ? ends : undefined;
  }

  #end({ name, steps, excluded }: Revision, ends: Ends<Commit>): boolean {
    const tags: string[] = [];
    const oid = this.#untagged(this.#names.idOf(name), tags);
    let commit = oid === undefined ? undefined : this.#ground.commit(oid);
    for (const { kind, count } of steps) {
      if (kind === '^') commit = count === 0 ? commit : this.#parent(commit, count - 1);
      else for (let step = 0; step < count && commit; step++) commit = this.#parent(commit, 0);
    }
    if (commit === undefined) return false;
    if (excluded) ends.excluded.push(commit);
    else {
      ends.wanted.push(commit);
      if (steps.length === 0) ends.tags.push(...tags.filter((tag) => !ends.tags.includes(tag)));
    }
    return true;
  }

  /** What an annotated tag, or a tag of a tag, names; these go to `tags`. */
  #untagged(oid: string | undefined, tags: string[]): string | undefined {
    for (let id = oid; id !== undefined; ) {
      const found = this.#ground.read(id);
      if (found?.type !== 'tag') return id;
      tags.push(id);
      const text = Buffer.from(this.#ground.bytesOf(found)).toString('latin1');
      id = /^object ([0-9a-f]+)\ntype /.exec(text)?.[1];
    }
    return undefined;
  }

  #parent(commit: Commit | undefined, index: number): Commit | undefined {
    return commit && this.#ground.parent(commit, index);
  }
}
