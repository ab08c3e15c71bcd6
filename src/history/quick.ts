/**
 * A range without git and without most of this program: the everyday range brings a few dozen blobs that
 * hold nothing. It is read from the repository's files; whatever is not plain (an expression, a shallow
 * clone, an object that is not there), and whatever may hold a secret, is left to the whole scan
 * (history.ts) by answering `undefined`. So a push costs little, and a finding is worded as always.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GitObject } from '../objects/loose.ts';
import { type Held, PlainShelf, type Shelf } from '../objects/shelf.ts';
import { StandingShelf } from '../objects/standing.ts';
import { Store } from '../objects/store.ts';
import type { Stats } from '../types.ts';
import { type Between, type CommitNode, CommitWalk } from './between.ts';
import { Bringing, type Brought } from './brought.ts';
import { Names, parseRevision, type Revision } from './names.ts';
import type { Selection } from './pick.ts';

export type { GitObject } from '../objects/loose.ts';

export interface QuickRepository {
  readonly gitDir: string;
  readonly commonDir: string;
  readonly objectsDir: string;
  readonly hash: 'sha1' | 'sha256';
}

/** True only where the whole scan would find nothing in any of these, nor in a name of a tree among them. */
export type IsClean = (objects: readonly GitObject[]) => Promise<boolean>;

export interface Clean {
  readonly stats: Stats;
  /** Commits, trees, blobs and tags. */
  readonly objects: number;
}

/** What the ends of a range lead to. */
interface Ends {
  readonly wanted: string[];
  readonly excluded: string[];
  /** Annotated tags that were named: they are scanned too. */
  readonly tags: string[];
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
  const shelf = StandingShelf.open(store) ?? new PlainShelf(store);
  try {
    return await new Quick(repo, shelf, isClean).run(selection);
  } finally {
    store.close();
  }
}

class Quick {
  readonly #shelf: Shelf;
  readonly #isClean: IsClean;
  readonly #names: Names;
  readonly #walk: CommitWalk;

  constructor(repo: QuickRepository, shelf: Shelf, isClean: IsClean) {
    this.#shelf = shelf;
    this.#isClean = isClean;
    this.#names = new Names(repo);
    this.#walk = new CommitWalk((oid) => this.#read(oid));
  }

  async run(selection: Selection): Promise<Clean | undefined> {
    const ends = this.#ends(selection);
    const between = ends && this.#walk.run(ends.wanted, ends.excluded);
    const brought = between && this.#brought(between);
    if (!ends || !between || !brought) return undefined;
    const oids = [...between.commits.map(({ oid }) => oid), ...ends.tags, ...brought.blobs];
    const held: Held[] = [];
    for (const oid of [...oids, ...brought.trees]) {
      const found = this.#shelf.read(oid);
      if (found === undefined) return undefined;
      held.push(found);
    }
    const objects = held.map((one) => ({ type: one.type, bytes: this.#shelf.bytesOf(one) }));
    if (!(await this.#isClean(objects))) return undefined;
    const bytes = oids.reduce((sum, _, index) => sum + objects[index]!.bytes.length, 0);
    const commits = between.commits.length;
    const stats = {
      files: brought.blobs.size,
      messages: oids.length - brought.blobs.size,
      bytes,
      commits,
    };
    return { stats, objects: oids.length + brought.trees.size };
  }

  #ends({ revisions, options }: Selection): Ends | undefined {
    const ends: Ends = { wanted: [], excluded: [], tags: [] };
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

  #end({ name, steps, excluded }: Revision, ends: Ends): boolean {
    let oid = this.#names.idOf(name);
    const tags: string[] = [];
    for (let found = oid && this.#read(oid); found && found.type === 'tag'; ) {
      tags.push(oid!);
      oid = /^object ([0-9a-f]+)\ntype /.exec(Buffer.from(found.bytes).toString('latin1'))?.[1];
      found = oid === undefined ? undefined : this.#read(oid);
    }
    let node = oid === undefined ? undefined : this.#walk.node(oid);
    for (const { kind, count } of steps) {
      if (kind === '^') node = count === 0 ? node : this.#parent(node, count - 1);
      else for (let step = 0; step < count && node; step++) node = this.#parent(node, 0);
    }
    if (node === undefined) return false;
    if (excluded) ends.excluded.push(node.oid);
    else {
      ends.wanted.push(node.oid);
      if (steps.length === 0) ends.tags.push(...tags.filter((tag) => !ends.tags.includes(tag)));
    }
    return true;
  }

  #parent(node: CommitNode | undefined, index: number): CommitNode | undefined {
    const oid = node?.parents[index];
    return oid === undefined ? undefined : this.#walk.node(oid);
  }

  #brought({ commits, known }: Between): Brought | undefined {
    const bringing = new Bringing(this.#shelf);
    for (const commit of commits) {
      const parents = commit.parents.map((oid) => known.get(oid)!);
      if (!bringing.add(commit, parents)) return undefined;
    }
    return bringing.settle();
  }

  #read(oid: string): GitObject | undefined {
    const held = this.#shelf.read(oid);
    return held && { type: held.type, bytes: this.#shelf.bytesOf(held) };
  }
}
