/**
 * Who holds an object: the trees that name it, the trees that name those, up to the commits. The
 * second pass has the first level; each further level goes over only those families of trees that are
 * known to name a tree of the level before.
 */
import type { Forest } from '../objects/forest.ts';
import type { Commits } from './content.ts';
import { type Chunk, cut, type Ground } from './ground.ts';
import type { Holdings, Trees } from './trees.ts';

/** Runs the tree pass once more, over these families only. */
export type NextLevel = (
  sought: Uint8Array,
  roots: Uint32Array[],
  chunks: Chunk[],
) => Promise<Trees[]>;

/** One name under which a tree holds an object. */
interface Holding {
  readonly tree: number;
  readonly name: string;
}

/** A commit that holds the object, and the paths, one character per byte. */
export type Paths = Map<number, Set<string>>;

export class Holders {
  readonly #up = new Map<number, Holding[]>();
  readonly #commits = new Map<number, number[]>();

  /** Trees that hold something sought, by number. */
  readonly trees = new Set<number>();

  add({ trees, objects, nameIndexes, names }: Holdings): void {
    for (let index = 0; index < trees.length; index++) {
      const holding = { tree: trees[index]!, name: names[nameIndexes[index]!]! };
      const known = this.#up.get(objects[index]!);
      if (known === undefined) this.#up.set(objects[index]!, [holding]);
      else known.push(holding);
      this.trees.add(trees[index]!);
    }
  }

  /** Once all levels are there: which commits have one of the trees as their root. */
  join(columns: Commits): void {
    for (let commit = 0; commit < columns.trees.length; commit++) {
      const tree = columns.trees[commit]!;
      if (tree < 0 || !this.trees.has(tree)) continue;
      const known = this.#commits.get(tree);
      if (known === undefined) this.#commits.set(tree, [commit]);
      else known.push(commit);
    }
  }

  /**
   * Commits that hold one of the objects, with the paths of it there.
   * @param starts objects, and what stands behind them in the path ('' for the object itself)
   * @param roots filled with the trees on the way, for refs that point to a tree
   */
  commitsOf(starts: readonly (readonly [number, string])[], roots: Set<number>): Paths {
    const found: Paths = new Map();
    const seen = new Map<number, Set<string>>();
    const waiting = [...starts];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [object, path] = next;
      const paths = seen.get(object) ?? new Set();
      if (paths.has(path)) continue;
      seen.set(object, paths.add(path));
      roots.add(object);
      for (const commit of path === '' ? [] : (this.#commits.get(object) ?? [])) {
        found.set(commit, (found.get(commit) ?? new Set()).add(path));
      }
      for (const { tree, name } of this.#up.get(object) ?? []) {
        waiting.push([tree, path === '' ? name : `${name}/${path}`]);
      }
    }
    return found;
  }
}

/** Climbs from the first level, `trees`, to the top. */
export async function climb(
  ground: Ground,
  total: number,
  trees: readonly Trees[],
  { next, seeds }: { readonly next: NextLevel; readonly seeds: readonly number[] },
): Promise<Holders> {
  const holders = new Holders();
  const edges = trees.map((one) => one.edges);
  const done = new Set<number>();
  for (const { holdings } of trees) holders.add(holdings);
  for (const seed of seeds) holders.trees.add(seed);
  for (;;) {
    const level = [...holders.trees].filter((tree) => !done.has(tree));
    if (level.length === 0) return holders;
    const sought = new Uint8Array(new SharedArrayBuffer(total));
    for (const tree of level) {
      sought[tree] = 1;
      done.add(tree);
    }
    const roots = familiesOf(sought, edges, ground);
    const found = await next(sought, roots, chunksOf(ground, roots));
    for (const { holdings } of found) holders.add(holdings);
  }
}

/** Roots, per part, of the families that name a sought tree. */
function familiesOf(
  sought: Uint8Array,
  edges: readonly Int32Array[],
  { forests }: Ground,
): Uint32Array[] {
  const roots = Array.from({ length: forests.length + 1 }, () => new Set<number>());
  for (const column of edges) {
    for (let at = 0; at < column.length; at += 3) {
      if (sought[column[at]!] === 1) roots[column[at + 2]!]!.add(column[at + 1]!);
    }
  }
  return roots.map((set) => Uint32Array.from(set).sort());
}

const CHUNK_BYTES = 1 << 20;

export function chunksOf({ forests }: Ground, roots: readonly Uint32Array[]): Chunk[] {
  const packed = forests.flatMap((forest: Forest, part) =>
    cut(forest, roots[part]!, part, CHUNK_BYTES),
  );
  return [...packed, ...looseChunks(roots[forests.length]!, forests.length)];
}

/** Loose objects that stand next to each other in one chunk. */
function looseChunks(positions: Uint32Array, part: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < positions.length; ) {
    let end = at + 1;
    while (
      end < positions.length &&
      positions[end] === positions[at]! + end - at &&
      end - at < 256
    ) {
      end++;
    }
    chunks.push({
      part,
      from: positions[at]!,
      to: positions[end - 1]! + 1,
      weight: (end - at) * 4096,
    });
    at = end;
  }
  return chunks;
}
