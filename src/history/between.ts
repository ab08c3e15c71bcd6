/**
 * The commits of `A..B`, by reading commits: what the wanted ends reach and the excluded ones do not.
 * Newest first by committer date, as git does it: each commit passes "excluded" on to its parents, and
 * the walk ends once nothing but excluded commits is left, none of them newer than the last wanted one.
 * Where dates go backwards that end may come too soon, for git as for this: it goes on for a few commits more, and
 * what it then lists is what this lists. The same in WebAssembly: objects/between.as.ts.
 */
import type { GitObject } from '../objects/loose.ts';

export interface CommitNode {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Committer's, in seconds. */
  readonly time: number;
  excluded: boolean;
  /** Its parents have been looked at. */
  done: boolean;
}

export interface Between {
  /** Wanted commits, newest first. */
  readonly commits: readonly CommitNode[];
  /** Every commit that was read, by id. */
  readonly known: ReadonlyMap<string, CommitNode>;
}

/** Commits looked at beyond the last wanted one; git has the same number. */
const SLOP = 5;

export class CommitWalk {
  readonly #known = new Map<string, CommitNode>();
  readonly #read: (oid: string) => GitObject | undefined;
  /** By time, newest last. */
  readonly #queue: CommitNode[] = [];
  #wantedInQueue = 0;

  /** @param read gives an object, undefined where it cannot be read */
  constructor(read: (oid: string) => GitObject | undefined) {
    this.#read = read;
  }

  /** undefined where a commit cannot be read. */
  run(wanted: readonly string[], excluded: readonly string[]): Between | undefined {
    for (const oid of excluded) if (!this.#enter(oid, true)) return undefined;
    for (const oid of wanted) if (!this.#enter(oid, false)) return undefined;
    const commits: CommitNode[] = [];
    let slop = SLOP;
    let last = Number.POSITIVE_INFINITY;
    for (let node = this.#take(); node !== undefined; node = this.#take()) {
      if (!this.#parentsOf(node)) return undefined;
      if (!node.excluded) {
        commits.push(node);
        last = node.time;
        slop = SLOP;
        continue;
      }
      const next = this.#queue.at(-1);
      if (this.#wantedInQueue > 0 || (next !== undefined && next.time >= last)) slop = SLOP;
      else if (--slop === 0) break;
    }
    return { commits: commits.filter((node) => !node.excluded), known: this.#known };
  }

  /** The commit with this id, read at most once. */
  node(oid: string): CommitNode | undefined {
    const known = this.#known.get(oid);
    if (known !== undefined) return known;
    const found = this.#read(oid);
    if (found?.type !== 'commit') return undefined;
    const node = parse(oid, found.bytes);
    if (node !== undefined) this.#known.set(oid, node);
    return node;
  }

  #parentsOf(node: CommitNode): boolean {
    node.done = true;
    for (const oid of node.parents) {
      const parent = this.node(oid);
      if (parent === undefined) return false;
      this.#enter(oid, node.excluded);
    }
    return true;
  }

  readonly #queued = new Set<CommitNode>();

  #enter(oid: string, excluded: boolean): boolean {
    const node = this.node(oid);
    if (node === undefined) return false;
    if (!this.#queued.has(node)) {
      this.#queued.add(node);
      node.excluded = excluded;
      if (!excluded) this.#wantedInQueue++;
      this.#insert(node);
    } else if (excluded) this.#exclude(node);
    return true;
  }

  /** Passes it on to all ancestors that have been read already. */
  #exclude(first: CommitNode): void {
    const waiting = [first];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (node.excluded) continue;
      node.excluded = true;
      if (!node.done) this.#wantedInQueue--;
      for (const oid of node.parents) {
        const parent = this.#known.get(oid);
        if (parent !== undefined && this.#queued.has(parent)) waiting.push(parent);
      }
    }
  }

  #insert(node: CommitNode): void {
    let low = 0;
    let high = this.#queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#queue[middle]!.time < node.time) low = middle + 1;
      else high = middle;
    }
    this.#queue.splice(low, 0, node);
  }

  #take(): CommitNode | undefined {
    const node = this.#queue.pop();
    if (node !== undefined && !node.excluded) this.#wantedInQueue--;
    return node;
  }
}

const HEADER =
  /^tree ([0-9a-f]+)\n((?:parent [0-9a-f]+\n)*)author [^\n]*\ncommitter [^\n]*> (\d{1,15}) [+-]\d+\n/;

/** undefined where it is not the way git writes commits today. */
function parse(oid: string, bytes: Uint8Array): CommitNode | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const match = HEADER.exec(text);
  if (match === null) return undefined;
  const parents = match[2]!.match(/[0-9a-f]{40,}/g) ?? [];
  const time = Number(match[3]);
  return { oid, tree: match[1]!, parents, time, excluded: false, done: false };
}
