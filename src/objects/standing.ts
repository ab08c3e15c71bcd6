/**
 * The objects of a range in the memory of WebAssembly, one behind the other as they were read. Found, unpacked,
 * walked and compared they are there (stand.as.ts, between.as.ts, bring.as.ts), so that nothing has to be made in
 * this language for each of a thousand commits; only the files are read from here. What that code does not take
 * (loose, damaged, very large) the store reads, and it is put there.
 */
import { readSync } from 'node:fs';
import { compileWasm, instantiate, type Memory, newMemory, PAGE } from '../wasm.ts';
import brief from './brief.wasm';
import type { CommitGraph } from './commit-graph.ts';
import { typeNames } from './entry.ts';
import { Idx, type PackIndex } from './idx.ts';
import type { ObjectType } from './loose.ts';
import { Damage } from './reader.ts';
import type { Held, Shelf } from './shelf.ts';
import type { Opened, Store } from './store.ts';
import { type Difference, entryAt, type TreeEntry } from './tree-entries.ts';

interface Global {
  readonly value: number;
}

/** What brief.as.ts exports. A record stands for an object, and is never 0. */
interface BriefCode {
  readonly ARENA: Global;
  readonly OWN: Global;
  readonly DIFFERENCES: Global;
  readonly DIFFERENCES_END: Global;
  prepare(): void;
  begin(idBytes: number, limit: number, packs: number): void;
  addPack(
    number: number,
    file: number,
    end: number,
    index: number,
    count: number,
    indexEnd: number,
  ): number;
  beginGraph(layers: number): void;
  addLayer(
    index: number,
    file: number,
    first: number,
    count: number,
    ids: number,
    rows: number,
    more: number,
    moreCount: number,
  ): number;
  admit(size: number): number;
  recordOf(id: number): number;
  read(record: number): number;
  startOf(record: number): number;
  sizeOf(record: number): number;
  typeOf(record: number): number;
  nextOf(record: number): number;
  commitOf(id: number): number;
  parentOf(commit: number, index: number): number;
  enter(commit: number, excluded: number): number;
  walk(): number;
  wantedCommits(): number;
  isExcluded(commit: number): number;
  bring(): number;
  trees(): number;
  orderBlobs(): number;
  readBlob(index: number): number;
  isBefore(record: number): number;
  differ(
    a: number,
    aEnd: number,
    b: number,
    bEnd: number,
    idBytes: number,
    out: number,
    stop: number,
  ): number;
}

interface Placed extends Held {
  readonly start: number;
}

/** Commits, trees and blobs. */
export interface Brings {
  readonly commits: readonly Held[];
  readonly trees: readonly Held[];
  /** Each may be gone when the next one is asked for; undefined: one cannot be read. */
  readonly blobs: Iterable<Held | undefined>;
}

/** Room at first, bytes: most ranges need no more. */
const USUAL = 4 << 20;
/** Numbers of 31 bits there. */
const MOST = 2 ** 31 - 1;

export class StandingShelf implements Shelf {
  readonly #store: Store;
  readonly #memory: Memory;
  readonly #packs: readonly Opened[];
  #code!: BriefCode;
  #bytes: Uint8Array = new Uint8Array(0);

  private constructor(store: Store, memory: Memory) {
    this.#store = store;
    this.#memory = memory;
    this.#packs = store.opened;
  }

  /**
   * @param graph says of commits outside of a range what they are; where it is wrong, nothing is brought
   * @returns undefined where WebAssembly does not run
   */
  static open(store: Store, graph?: CommitGraph): StandingShelf | undefined {
    const module = compileWasm(brief);
    const memory = module && newMemory(1);
    if (module === undefined || memory === undefined) return undefined;
    const shelf = new StandingShelf(store, memory);
    const host = {
      fill: (file: number, position: number, length: number, to: number) =>
        shelf.#fill(file, position, length, to >>> 0),
      find: (pack: number, id: number) => shelf.#packs[pack]!.idx.find(shelf.#idAt(id), 0),
      other: (id: number) => shelf.#other(id),
    };
    const code = instantiate<BriefCode>(module, memory, host);
    memory.grow(Math.ceil((code.ARENA.value + USUAL) / PAGE));
    shelf.#start(code);
    if (graph !== undefined) shelf.#add(graph);
    return shelf;
  }

  #add({ layers }: CommitGraph): void {
    this.#code.beginGraph(layers.length);
    for (const [index, layer] of layers.entries()) {
      const { file, first, count, ids, rows, edges, edgeCount } = layer;
      const args = [index, file, first, count, ids, rows, edges, edgeCount] as const;
      const at = this.#code.addLayer(...args) >>> 0;
      new Uint32Array(this.#memory.buffer, at, 256).set(layer.fanout);
    }
  }

  #start(code: BriefCode): void {
    this.#code = code;
    const { idBytes, limit } = this.#store;
    code.prepare();
    code.begin(idBytes, Math.min(limit, MOST), this.#packs.length);
    for (const [number, { pack, idx }] of this.#packs.entries()) {
      const plain = plainOf(idx);
      const { file = 0, end = 0 } = plain ?? {};
      const entriesEnd = pack.size - idBytes;
      const count = plain === undefined ? 0 : idx.count;
      const at = code.addPack(number, pack.file, entriesEnd, file, count, end) >>> 0;
      if (plain) new Uint32Array(this.#memory.buffer, at, 256).set(plain.fanout);
    }
  }

  read(oid: string): Placed | undefined {
    const record = this.#code.recordOf(this.#put(oid));
    if (record === 0 || !this.#code.read(record)) return undefined;
    return this.#placed(record >>> 0);
  }

  bytesOf({ start, size }: Placed): Uint8Array {
    return this.#view().subarray(start, start + size);
  }

  differing(before: Placed | undefined, now: Placed): Difference | undefined {
    const { idBytes } = this.#store;
    const { value: list } = this.#code.DIFFERENCES;
    const from = before === undefined ? 0 : before.start;
    const end = before === undefined ? 0 : from + before.size;
    const nowEnd = now.start + now.size;
    const stop = this.#code.DIFFERENCES_END.value;
    const count = this.#code.differ(from, end, now.start, nowEnd, idBytes, list, stop);
    // Below zero: no trees, or more differences than there is room for.
    if (count < 0) return undefined;
    const { buffer } = this.#view();
    const listed = new Int32Array(buffer, list, count * 2);
    const bytes = Buffer.from(buffer as ArrayBuffer);
    const found = { before: new Map<string, TreeEntry>(), now: new Map<string, TreeEntry>() };
    for (let index = 0; index < count; index++) {
      const [old, fresh] = [listed[index * 2]!, listed[index * 2 + 1]!];
      if (old !== 0 && !entryAt(bytes, old, idBytes, found.before)) return undefined;
      if (fresh !== 0 && !entryAt(bytes, fresh, idBytes, found.now)) return undefined;
    }
    return found;
  }

  /** A commit, by a number that is not 0. */
  commit(oid: string): number | undefined {
    return this.#code.commitOf(this.#put(oid)) || undefined;
  }

  parent(commit: number, index: number): number | undefined {
    return this.#code.parentOf(commit, index) || undefined;
  }

  /** What the wanted commits and those before them bring, without the excluded ones. Asked once. */
  brings(wanted: readonly number[], excluded: readonly number[]): Brings | undefined {
    const code = this.#code;
    for (const commit of excluded) if (!code.enter(commit, 1)) return undefined;
    for (const commit of wanted) if (!code.enter(commit, 0)) return undefined;
    if (!code.walk() || !code.bring()) return undefined;
    return {
      commits: this.#listed(code.wantedCommits(), code.isExcluded),
      trees: this.#listed(code.trees(), code.isBefore),
      blobs: this.#blobs(),
    };
  }

  /** One by one, as memory that is touched for the first time costs more than what is done in it. */
  *#blobs(): Generator<Placed | undefined> {
    const count = this.#code.orderBlobs();
    if (count < 0) yield undefined;
    for (let index = 0; index < count; index++) {
      const record = this.#code.readBlob(index);
      yield record === 0 ? undefined : this.#placed(record >>> 0);
    }
  }

  #listed(first: number, isOut: (record: number) => number): Placed[] {
    const listed: Placed[] = [];
    for (let record = first; record !== 0; record = this.#code.nextOf(record)) {
      if (!isOut(record)) listed.push(this.#placed(record));
    }
    return listed;
  }

  #placed(record: number): Placed {
    const { startOf, sizeOf, typeOf } = this.#code;
    const type = typeNames[typeOf(record)] as ObjectType;
    return { type, start: startOf(record) >>> 0, size: sizeOf(record) };
  }

  /** Memory that grows is another buffer. */
  #view(): Uint8Array {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  #put(oid: string): number {
    const { value: at } = this.#code.OWN;
    this.#view().set(Buffer.from(oid, 'hex'), at);
    return at;
  }

  #idAt(id: number): Buffer {
    return Buffer.from(this.#memory.buffer, id >>> 0, this.#store.idBytes);
  }

  #fill(file: number, position: number, length: number, to: number): void {
    const bytes = this.#view();
    for (let done = 0; done < length; ) {
      const got = readSync(file, bytes, to + done, length - done, position + done);
      if (got === 0) throw new Error('a pack or its index is cut short');
      done += got;
    }
  }

  #other(id: number): number {
    const object = this.#store.read(this.#idAt(id).toString('hex'));
    if (object instanceof Damage) return 0;
    const start = this.#code.admit(object.bytes.length) >>> 0;
    if (start === 0) return 0;
    this.#view().set(object.bytes, start);
    return typeNames.indexOf(object.type);
  }
}

function plainOf(idx: PackIndex) {
  return idx instanceof Idx && idx.count < MOST / 2 ? idx.plain : undefined;
}
