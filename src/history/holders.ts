/**
 * Who holds an object: the trees that name it, the trees that name those, up to the commits. The
 * second pass has the first level; each further level goes over only those families of trees that are
 * known to name a tree of the level before.
 */
import type { Forest } from '../objects/forest.ts';
import type { Graph } from './graph.ts';
import { type Chunk, cut, type Ground } from './ground.ts';
import type { Holdings, Trees } from './trees.ts';

/** Runs the tree pass once more, over these families only. */
export type NextLevel = (sought: Uint8Array, roots: Uint32Array[]) => Promise<Trees[]>;

/** The commits that hold something, and under which paths (one character per byte). */
export interface Held {
  /** 1 for each commit that holds it. */
  readonly marked: Uint8Array;
  readonly commits: Int32Array;
  /** Paths of it in a commit, sorted. */
  pathsAt(commit: number): string[];
  /** All of its paths, sorted. */
  paths(): string[];
  /** Whether it is in the tree or blob with this catalog number. */
  within(number: number): boolean;
}

/** Climbs from the first level, `trees`, to the top. `seeds`: trees that are sought from the start. */
export async function climb(
  ground: Ground,
  graph: Graph,
  trees: readonly Trees[],
  {
    next,
    seeds,
    total,
  }: {
    readonly next: NextLevel;
    readonly seeds: readonly number[];
    readonly total: number;
  },
): Promise<Holders> {
  const holdings = trees.map((one) => one.holdings);
  const edges = trees.map((one) => one.edges);
  const done = new Uint8Array(total);
  let level = newTrees(holdings, done, seeds);
  while (level.length > 0) {
    const sought = new Uint8Array(new SharedArrayBuffer(total));
    for (const tree of level) sought[tree] = 1;
    const found = await next(sought, familiesOf(sought, edges, ground));
    const more = found.map((one) => one.holdings);
    holdings.push(...more);
    level = newTrees(more, done, []);
  }
  return new Holders(holdings, graph, total);
}

/** Trees that hold something and were not sought yet. */
function newTrees(
  holdings: readonly Holdings[],
  done: Uint8Array,
  seeds: readonly number[],
): number[] {
  const level: number[] = [];
  const take = (tree: number) => {
    if (done[tree] === 1) return;
    done[tree] = 1;
    level.push(tree);
  };
  for (const seed of seeds) take(seed);
  for (const { trees } of holdings) for (const tree of trees) take(tree);
  return level;
}

export class Holders {
  readonly #graph: Graph;
  /** Place of each catalog number in the columns below; -1 where nothing is known of it. */
  readonly #slots: Int32Array;
  readonly #count: number;
  /** Trees that hold the object of a slot: slots and names, from #starts[slot] to #starts[slot + 1]. */
  readonly #starts: Int32Array;
  readonly #trees: Int32Array;
  readonly #nameIndexes: Int32Array;
  readonly #names: string[] = [];
  /** Commits whose tree is the slot's, likewise. */
  readonly #commitStarts: Int32Array;
  readonly #commits: Int32Array;

  constructor(holdings: readonly Holdings[], graph: Graph, total: number) {
    this.#graph = graph;
    this.#slots = new Int32Array(total).fill(-1);
    this.#count = this.#fillSlots(holdings);
    const size = holdings.reduce((sum, { trees }) => sum + trees.length, 0);
    this.#starts = new Int32Array(this.#count + 2);
    this.#trees = new Int32Array(size);
    this.#nameIndexes = new Int32Array(size);
    this.#fillTrees(holdings);
    this.#commitStarts = new Int32Array(this.#count + 2);
    this.#commits = new Int32Array(graph.count);
    this.#fillCommits();
  }

  /** Who holds one of these. A start is an object, and what stands behind it in the path. */
  commitsOf(starts: readonly (readonly [number, string])[]): Held {
    const climbing = new Climbing(this.#count);
    for (const [number, path] of starts) {
      const slot = this.#slots[number]!;
      if (slot >= 0) climbing.reach(slot, path);
    }
    const marked = new Uint8Array(this.#graph.count);
    const commits: number[] = [];
    for (let next = climbing.take(); next >= 0; next = climbing.take()) {
      const path = climbing.path;
      if (path !== '') this.#gather(next, { climbing, marked, commits });
      const stop = this.#starts[next + 1]!;
      for (let at = this.#starts[next]!; at < stop; at++) {
        climbing.reachFrom(this.#trees[at]!, this.#names[this.#nameIndexes[at]!]!);
      }
    }
    return {
      marked,
      commits: Int32Array.from(commits),
      pathsAt: (commit) => climbing.pathsAt(commit),
      paths: () => climbing.allPaths(),
      within: (number) => number >= 0 && climbing.reached(this.#slots[number]!),
    };
  }

  #gather(
    slot: number,
    { climbing, marked, commits }: { climbing: Climbing; marked: Uint8Array; commits: number[] },
  ): void {
    const stop = this.#commitStarts[slot + 1]!;
    for (let at = this.#commitStarts[slot]!; at < stop; at++) {
      const commit = this.#commits[at]!;
      climbing.note(commit);
      if (marked[commit] === 1) continue;
      marked[commit] = 1;
      commits.push(commit);
    }
  }

  #fillSlots(holdings: readonly Holdings[]): number {
    let count = 0;
    const slots = this.#slots;
    for (const { trees, objects } of holdings) {
      for (const column of [trees, objects]) {
        for (const number of column) if (slots[number] === -1) slots[number] = count++;
      }
    }
    // Trees of commits too: a name in a root tree has nothing above it but commits.
    for (const tree of this.#graph.trees) {
      if (tree >= 0 && slots[tree] === -1) slots[tree] = count++;
    }
    return count;
  }

  /** Counts, sums, places: starts[slot + 1] moves up to its end while the slot is filled. */
  #fillTrees(holdings: readonly Holdings[]): void {
    const starts = this.#starts;
    const slots = this.#slots;
    for (const { objects } of holdings) for (const object of objects) starts[slots[object]! + 2]!++;
    for (let slot = 2; slot < starts.length; slot++) starts[slot]! += starts[slot - 1]!;
    for (const { trees, objects, nameIndexes, names } of holdings) {
      const first = this.#names.length;
      for (const name of names) this.#names.push(name);
      for (let index = 0; index < trees.length; index++) {
        const at = starts[slots[objects[index]!]! + 1]!++;
        this.#trees[at] = slots[trees[index]!]!;
        this.#nameIndexes[at] = first + nameIndexes[index]!;
      }
    }
  }

  #fillCommits(): void {
    const starts = this.#commitStarts;
    const { trees } = this.#graph;
    for (const tree of trees) if (tree >= 0) starts[this.#slots[tree]! + 2]!++;
    for (let slot = 2; slot < starts.length; slot++) starts[slot]! += starts[slot - 1]!;
    for (let commit = 0; commit < trees.length; commit++) {
      const tree = trees[commit]!;
      if (tree >= 0) this.#commits[starts[this.#slots[tree]! + 1]!++] = commit;
    }
  }
}

/** One climb: which slots are reached under which paths, each pair once. */
class Climbing {
  /** Path of the slot that `take` gave last. */
  path = '';
  readonly #count: number;
  readonly #ids = new Map<string, number>();
  readonly #paths: string[] = [];
  /** By path: 1 for each slot reached under it. */
  readonly #seen: Uint8Array[] = [];
  readonly #waiting: number[] = [];
  readonly #commits: number[] = [];
  readonly #commitPaths: number[] = [];
  #id = 0;

  constructor(count: number) {
    this.#count = count;
  }

  reach(slot: number, path: string): void {
    let id = this.#ids.get(path);
    if (id === undefined) {
      id = this.#paths.length;
      this.#ids.set(path, id);
      this.#paths.push(path);
      this.#seen.push(new Uint8Array(this.#count));
    }
    if (this.#seen[id]![slot] === 1) return;
    this.#seen[id]![slot] = 1;
    this.#waiting.push(slot, id);
  }

  /** Reaches a tree in which what was taken last has this name. */
  reachFrom(slot: number, name: string): void {
    if (name !== this.#lastName || this.#id !== this.#lastId) {
      this.#lastName = name;
      this.#lastId = this.#id;
      this.#lastPath = this.path === '' ? name : `${name}/${this.path}`;
    }
    this.reach(slot, this.#lastPath);
  }

  #lastName = '';
  #lastPath = '';
  #lastId = -1;

  /** The next slot to go up from, or -1. */
  take(): number {
    if (this.#waiting.length === 0) return -1;
    this.#id = this.#waiting.pop()!;
    this.path = this.#paths[this.#id]!;
    return this.#waiting.pop()!;
  }

  note(commit: number): void {
    this.#commits.push(commit);
    this.#commitPaths.push(this.#id);
  }

  pathsAt(commit: number): string[] {
    const paths = new Set<string>();
    for (let at = 0; at < this.#commits.length; at++) {
      if (this.#commits[at] === commit) paths.add(this.#paths[this.#commitPaths[at]!]!);
    }
    return [...paths].sort();
  }

  allPaths(): string[] {
    return [...new Set(this.#commitPaths)].map((id) => this.#paths[id]!).sort();
  }

  reached(slot: number): boolean {
    return slot >= 0 && this.#seen.some((seen) => seen[slot] === 1);
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
    const from = positions[at]!;
    while (end < positions.length && positions[end] === from + end - at && end - at < 256) end++;
    chunks.push({ part, from, to: positions[end - 1]! + 1, weight: (end - at) * 4096 });
    at = end;
  }
  return chunks;
}
