/**
 * Who holds an object: the trees that name it, the trees that name those, up to the commits. The
 * second pass has noted which tree names what, so climbing reads nothing any more.
 */
import type { Forest } from '../objects/forest.ts';
import { Column } from './column.ts';
import type { Edges } from './edges.ts';
import type { Graph } from './graph.ts';
import { type Chunk, cut, type Ground } from './ground.ts';

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

export class Holders {
  readonly #graph: Graph;
  /** Place of each catalog number in the columns below; -1 where nothing is known of it. */
  readonly #slots: Int32Array;
  readonly #count: number;
  /** Trees that hold the object of a slot: slots and names, from #starts[slot] to #starts[slot + 1]. */
  readonly #starts: Int32Array;
  readonly #trees: Int32Array;
  readonly #nameIndexes: Int32Array;
  readonly #names: readonly string[];
  /** Commits whose tree is the slot's, likewise. */
  readonly #commitStarts: Int32Array;
  readonly #commits: Int32Array;

  constructor(edges: Edges, graph: Graph, total: number) {
    this.#graph = graph;
    this.#slots = new Int32Array(total).fill(-1);
    this.#count = this.#fillSlots(edges);
    this.#names = edges.names;
    this.#starts = new Int32Array(this.#count + 2);
    this.#trees = new Int32Array(edges.trees.length);
    this.#nameIndexes = new Int32Array(edges.trees.length);
    this.#fillTrees(edges);
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
    const commits = new Column();
    for (let next = climbing.take(); next >= 0; next = climbing.take()) {
      const path = climbing.path;
      if (path !== '') this.#gather(next, { climbing, marked, commits });
      const stop = this.#starts[next + 1]!;
      for (let at = this.#starts[next]!; at < stop; at++) {
        climbing.reachFrom(this.#trees[at]!, this.#nameIndexes[at]!, this.#names);
      }
    }
    return {
      marked,
      commits: commits.result(),
      pathsAt: (commit) => climbing.pathsAt(commit),
      paths: () => climbing.allPaths(),
      within: (number) => number >= 0 && climbing.reached(this.#slots[number]!),
    };
  }

  #gather(
    slot: number,
    { climbing, marked, commits }: { climbing: Climbing; marked: Uint8Array; commits: Column },
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

  #fillSlots({ trees, objects }: Edges): number {
    let count = 0;
    const slots = this.#slots;
    for (const column of [trees, objects, this.#graph.trees]) {
      // Trees of commits too: a name in a root tree has nothing above it but commits.
      for (let index = 0; index < column.length; index++) {
        const number = column[index]!;
        if (number >= 0 && slots[number] === -1) slots[number] = count++;
      }
    }
    return count;
  }

  /** Counts, sums, places: starts[slot + 1] moves up to its end while the slot is filled. */
  #fillTrees({ trees, objects, nameIndexes }: Edges): void {
    const starts = this.#starts;
    const slots = this.#slots;
    for (let index = 0; index < objects.length; index++) starts[slots[objects[index]!]! + 2]!++;
    for (let slot = 2; slot < starts.length; slot++) starts[slot]! += starts[slot - 1]!;
    for (let index = 0; index < trees.length; index++) {
      const at = starts[slots[objects[index]!]! + 1]!++;
      this.#trees[at] = slots[trees[index]!]!;
      this.#nameIndexes[at] = nameIndexes[index]!;
    }
  }

  #fillCommits(): void {
    const starts = this.#commitStarts;
    const { trees } = this.#graph;
    for (let commit = 0; commit < trees.length; commit++) {
      if (trees[commit]! >= 0) starts[this.#slots[trees[commit]!]! + 2]!++;
    }
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
    this.#reach(slot, this.#number(path));
  }

  #number(path: string): number {
    let id = this.#ids.get(path);
    if (id === undefined) {
      id = this.#paths.length;
      this.#ids.set(path, id);
      this.#paths.push(path);
      this.#seen.push(new Uint8Array(this.#count));
    }
    return id;
  }

  #reach(slot: number, id: number): void {
    if (this.#seen[id]![slot] === 1) return;
    this.#seen[id]![slot] = 1;
    this.#waiting.push(slot, id);
  }

  /** Reaches a tree in which what was taken last has this name. */
  reachFrom(slot: number, name: number, names: readonly string[]): void {
    if (name !== this.#lastName || this.#id !== this.#lastId) {
      this.#lastName = name;
      this.#lastId = this.#id;
      const text = names[name]!;
      this.#lastPath = this.#number(this.path === '' ? text : `${text}/${this.path}`);
    }
    this.#reach(slot, this.#lastPath);
  }

  #lastName = -1;
  #lastPath = -1;
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

const CHUNK_BYTES = 1 << 20;
/** Between two chunks progress is shown and Ctrl-C is heard. */
const LOOSE_AT_ONCE = 32;

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
    while (end < positions.length && positions[end] === from + end - at && end - at < LOOSE_AT_ONCE)
      end++;
    chunks.push({ part, from, to: positions[end - 1]! + 1, weight: (end - at) * 4096 });
    at = end;
  }
  return chunks;
}
