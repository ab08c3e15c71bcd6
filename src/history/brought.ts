/**
 * What commits bring: the trees and blobs of each that none of its parents has at the same place. Only
 * subtrees that differ are read. That is all that `git rev-list --objects` lists for them, and at
 * times a little more: what an older commit has under another name, git knows and this does not.
 */
import type { Held, Shelf } from '../objects/shelf.ts';
import { DIRECTORY, type Difference, type TreeEntry } from '../objects/tree-entries.ts';
import type { CommitNode } from './between.ts';

export interface Brought {
  readonly blobs: Set<string>;
  readonly trees: Set<string>;
}

const SUBMODULE = 0o160000;

export class Bringing {
  readonly brought: Brought = { blobs: new Set(), trees: new Set() };
  /** What commits outside of the range have. */
  readonly #before = new Set<string>();
  readonly #shelf: Shelf;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** False where a tree could not be read. */
  add(commit: CommitNode, parents: readonly CommitNode[]): boolean {
    const olds = parents.map(({ tree, excluded }) => ({ tree, outside: excluded }));
    return this.#tree(commit.tree, olds);
  }

  settle(): Brought {
    for (const oid of this.#before) {
      this.brought.blobs.delete(oid);
      this.brought.trees.delete(oid);
    }
    return this.brought;
  }

  #tree(now: string, olds: readonly Old[]): boolean {
    for (const { tree, outside } of olds) if (outside && tree !== '') this.#before.add(tree);
    if (olds.some(({ tree }) => tree === now)) return true;
    const fresh = this.#read(now);
    if (fresh === undefined) return false;
    this.brought.trees.add(now);
    const compared: Compared[] = [];
    for (const { tree, outside } of olds.length > 0 ? olds : [{ tree: '', outside: false }]) {
      const old = tree === '' ? undefined : this.#read(tree);
      if (tree !== '' && old === undefined) return false;
      const both = this.#shelf.differing(old, fresh);
      if (both === undefined) return false;
      compared.push({ ...both, outside });
      if (outside) for (const { oid } of both.before.values()) this.#before.add(oid);
    }
    return this.#entries(compared);
  }

  #read(oid: string): Held | undefined {
    const held = this.#shelf.read(oid);
    return held?.type === 'tree' ? held : undefined;
  }

  #entries(compared: readonly Compared[]): boolean {
    const [first, ...others] = compared;
    for (const [name, entry] of first!.now) {
      if (others.some(({ now }) => !now.has(name))) continue;
      const olds = compared.map(({ before, outside }) => ({ entry: before.get(name), outside }));
      if (olds.some(({ entry: old }) => old?.oid === entry.oid) || entry.mode === SUBMODULE)
        continue;
      if (entry.mode !== DIRECTORY) {
        this.brought.blobs.add(entry.oid);
        continue;
      }
      const trees = olds.map(({ entry: old, outside }) => ({ tree: treeOf(old), outside }));
      if (!this.#tree(entry.oid, trees)) return false;
    }
    return true;
  }
}

interface Old {
  /** '' where there is none. */
  readonly tree: string;
  readonly outside: boolean;
}

interface Compared extends Difference {
  readonly outside: boolean;
}

function treeOf(entry: TreeEntry | undefined): string {
  return entry?.mode === DIRECTORY ? entry.oid : '';
}
