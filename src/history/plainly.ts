/** The way to what a range brings without WebAssembly: it says what is right. */
import { type Held, PlainShelf } from '../objects/shelf.ts';
import type { Brings } from '../objects/standing.ts';
import type { Store } from '../objects/store.ts';
import { type CommitNode, CommitWalk } from './between.ts';
import { Bringing } from './brought.ts';

export class PlainRange {
  readonly #shelf: PlainShelf;
  readonly #walk: CommitWalk;

  constructor(store: Store) {
    this.#shelf = new PlainShelf(store);
    this.#walk = new CommitWalk((oid) => this.#shelf.read(oid)?.object);
  }

  read(oid: string): Held | undefined {
    return this.#shelf.read(oid);
  }

  bytesOf(held: Held): Uint8Array {
    return this.#shelf.bytesOf(held as Parameters<PlainShelf['bytesOf']>[0]);
  }

  commit(oid: string): CommitNode | undefined {
    return this.#walk.node(oid);
  }

  parent(commit: CommitNode, index: number): CommitNode | undefined {
    const oid = commit.parents[index];
    return oid === undefined ? undefined : this.#walk.node(oid);
  }

  brings(wanted: readonly CommitNode[], excluded: readonly CommitNode[]): Brings | undefined {
    const ids = (nodes: readonly CommitNode[]) => nodes.map(({ oid }) => oid);
    const between = this.#walk.run(ids(wanted), ids(excluded));
    if (between === undefined) return undefined;
    const bringing = new Bringing(this.#shelf);
    for (const commit of between.commits) {
      const parents = commit.parents.map((oid) => between.known.get(oid)!);
      if (!bringing.add(commit, parents)) return undefined;
    }
    const { blobs, trees } = bringing.settle();
    const lists = [ids(between.commits), blobs, trees].map((list) => this.#all(list));
    const [commits, files, folders] = lists;
    return commits && files && folders && { commits, trees: folders, blobs: files };
  }

  #all(oids: Iterable<string>): Held[] | undefined {
    const held: Held[] = [];
    for (const oid of oids) {
      const found = this.#shelf.read(oid);
      if (found === undefined) return undefined;
      held.push(found);
    }
    return held;
  }
}
