/**
 * Each commit's tree, parents and date, which attribution needs. Runs inside of the content pass; by
 * itself over the commits whose content is in another shard's share.
 */
import { COMMIT } from '../objects/entry.ts';
import { shared } from '../objects/forest.ts';
import type { Standing } from '../objects/walk.ts';
import type { Catalog } from './catalog.ts';
import { contentCode } from './content-code.ts';
import type { Pass } from './ground.ts';
import { FIRST_PARENT, QuickCommits, type Told, TREE } from './quick-commits.ts';

/** Commits in columns by number; -1 stands for "no commit" and, for a parent, "none". */
export interface Commits {
  readonly trees: Int32Array;
  readonly parents: Int32Array;
  /** Committer's time in seconds. */
  readonly times: Float64Array;
}

/** Shared between threads. */
export function newColumns(total: number): Commits {
  return {
    trees: new Int32Array(shared(total * 4)).fill(-1),
    parents: new Int32Array(shared(total * 4)).fill(-1),
    times: new Float64Array(shared(total * 8)).fill(-1),
  };
}

export interface CommitGraph {
  /** Ids that commits name and nothing holds. */
  readonly missing: readonly string[];
  /** Second and later parents, as (commit, parent) pairs. */
  readonly merges: readonly number[];
  readonly commits: number;
}

export class CommitPass implements Pass<CommitGraph> {
  readonly types = [COMMIT];
  readonly #missing = new Set<string>();
  readonly #merges: number[] = [];
  readonly #id: Uint8Array;
  /** Reads those that stand in the memory of WebAssembly. */
  readonly #quick: QuickCommits | undefined;
  count = 0;

  constructor(
    readonly place: { readonly catalog: Catalog; readonly complete: boolean },
    readonly columns: Commits,
    made = contentCode(),
  ) {
    this.#id = new Uint8Array(place.catalog.idBytes);
    this.#quick = QuickCommits.of(place.catalog.idBytes, made);
  }

  result(): CommitGraph {
    this.#quick?.take(this.place.catalog, this.#told);
    if (this.place.complete) for (const oid of this.#quick?.missing ?? []) this.#missing.add(oid);
    return { missing: [...this.#missing], merges: this.#merges, commits: this.count };
  }

  object(commit: Standing, number: number): void {
    if (number < 0) return;
    this.count++;
    const time = this.#quick === undefined ? -1 : this.#quickly(this.#quick, commit, number);
    if (time < 0) this.#read(commit.bytes, number);
    else this.columns.times[number] = time;
  }

  /** A commit that was read with others, made at that time. */
  told(number: number, time: number): void {
    this.count++;
    this.columns.times[number] = time;
  }

  #quickly(quick: QuickCommits, commit: Standing, number: number): number {
    const time = quick.read(commit, number);
    if (time >= 0) return time;
    quick.take(this.place.catalog, this.#told);
    return quick.read(commit, number);
  }

  readonly #told: Told = (commit, use, number) => {
    if (use === FIRST_PARENT) this.columns.parents[commit] = number;
    else if (use === TREE) this.columns.trees[commit] = number;
    else if (number >= 0) this.#merges.push(commit, number);
  };

  #read(bytes: Uint8Array, number: number): void {
    const { trees, parents, times } = this.columns;
    const hexLength = this.place.catalog.idBytes * 2;
    let at = TREE_LINE.length;
    trees[number] = startsWith(bytes, 0, TREE_LINE) ? this.#lookUpAt(bytes, at) : -1;
    at += hexLength + 1;
    for (let index = 0; startsWith(bytes, at, PARENT_LINE); index++) {
      const parent = this.#lookUpAt(bytes, at + PARENT_LINE.length);
      if (index === 0) parents[number] = parent;
      else if (parent >= 0) this.#merges.push(number, parent);
      at += PARENT_LINE.length + hexLength + 1;
    }
    times[number] = committerTime(bytes, at);
  }

  /** The object whose id stands at bytes[at…] in hexadecimal. */
  #lookUpAt(bytes: Uint8Array, at: number): number {
    const { catalog, complete } = this.place;
    for (let index = 0; index < catalog.idBytes; index++) {
      const high = NIBBLES[bytes[at + 2 * index]!]!;
      const low = NIBBLES[bytes[at + 2 * index + 1]!]!;
      this.#id[index] = (high << 4) | low;
    }
    const number = catalog.find(this.#id, 0);
    if (number < 0 && complete) this.#missing.add(Buffer.from(this.#id).toString('hex'));
    return number;
  }
}

const TREE_LINE = Buffer.from('tree ');
const PARENT_LINE = Buffer.from('parent ');
const COMMITTER_LINE = Buffer.from('committer ');
const FEED = 10;
const CLOSE = 0x3e;
/** Value of each hexadecimal digit; 0 for what is none. */
const NIBBLES = new Uint8Array(256);
for (let value = 0; value < 16; value++) NIBBLES[value.toString(16).charCodeAt(0)] = value;

function startsWith(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text[index]) return false;
  }
  return true;
}

/** Seconds of the first `committer` line at or behind `at`; 0 where there is none. */
function committerTime(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && bytes[at] !== FEED) {
    let end = at;
    while (end < bytes.length && bytes[end] !== FEED) end++;
    if (startsWith(bytes, at, COMMITTER_LINE)) {
      let close = end;
      while (close > at && bytes[close] !== CLOSE) close--;
      let time = 0;
      for (let digit = close + 2; digit < end && bytes[digit]! >= 0x30; digit++) {
        time = time * 10 + bytes[digit]! - 0x30;
      }
      return Number.isSafeInteger(time) ? time : 0;
    }
    at = end + 1;
  }
  return 0;
}
