/**
 * One repository's object database: packs, loose objects, alternates. Opened by folder, read
 * without git. Packs may come and go meanwhile (a repack, a fetch): what is open stays readable, and
 * an id that is not found makes the store look at the folders once more.
 */
import { existsSync, readdirSync } from 'node:fs';
import { objectFolders } from './alternates.ts';
import { typeNames } from './entry.ts';
import {
  type Broken,
  beginSweep,
  endSweep,
  type Forest,
  OUTSIDE,
  type Sweeping,
  type Swept,
  shared,
  sweepOn,
} from './forest.ts';
import { type Arranger, type IdTable, Idx, type PackIndex } from './idx.ts';
import { type GitObject, readLoose, readLooseHeader } from './loose.ts';
import { type MidxPart, readMidxes } from './midx.ts';
import { Pack } from './pack.ts';
import { Damage, Reader } from './reader.ts';
import type { Outside } from './walk.ts';

export interface StoreOptions {
  /** Absolute path of the repository's `objects` folder. */
  readonly objectsDir: string;
  /** Absolute paths of other such folders, besides those that `info/alternates` names. */
  readonly alternates?: readonly string[];
  readonly hash: 'sha1' | 'sha256';
  /** The most bytes an object may have; larger ones are `too-large`. */
  readonly limit: number;
  /** True: what was read is kept as a base for what hangs on it. Its bytes are the store's then. */
  readonly keep?: boolean;
}

/** A pack that could not be opened, and why. */
export interface Unusable {
  readonly path: string;
  readonly why: string;
  /** No index tells what it holds: git does not know its objects either. */
  readonly unlisted: boolean;
}

export interface Opened {
  readonly path: string;
  readonly idx: PackIndex;
  readonly pack: Pack;
}

/** A chain of deltas may lead from pack to pack this often. */
const MOST_PACKS_DEEP = 20;

export class Store {
  readonly idBytes: number;
  readonly unusable: Unusable[] = [];
  /** True where a pack came from a partial clone: objects may be missing on purpose. */
  promisor = false;
  readonly #options: StoreOptions;
  #made: Reader | undefined;
  folders: readonly string[] = [];
  #nesting = 0;
  readonly #packs = new Map<string, Opened>();

  constructor(options: StoreOptions) {
    this.#options = options;
    this.idBytes = options.hash === 'sha1' ? 20 : 32;
    this.refresh();
  }

  /** Made when it is needed: a range mostly unpacks in its own way. */
  get #reader(): Reader {
    if (this.#made !== undefined) return this.#made;
    const { limit, keep } = this.#options;
    this.#made = new Reader(this.idBytes, limit, {
      within: (pack, id) => this.offsetIn(pack, id),
      outside: (id) => this.#outsideBase(id),
    });
    this.#made.keeping = keep === true;
    return this.#made;
  }

  /** The packs that are open now, in the order in which they are looked into. */
  get opened(): readonly Opened[] {
    return [...this.#packs.values()];
  }

  get packPaths(): readonly string[] {
    return [...this.#packs.keys()];
  }

  /** Looks at the folders again. True where a pack has come since. */
  refresh(): boolean {
    this.folders = objectFolders(this.#options.objectsDir, this.#options.alternates);
    this.unusable.length = 0;
    let news = false;
    for (const folder of this.folders) {
      const names = listing(`${folder}/pack`);
      for (const name of names) {
        if (name.endsWith('.promisor')) this.promisor = true;
        if (!name.endsWith('.idx')) continue;
        const path = `${folder}/pack/${name.slice(0, -4)}.pack`;
        if (!this.#packs.has(path) && this.#open(path)) news = true;
      }
      if (this.#openOrphans(folder, names)) news = true;
    }
    return news;
  }

  /** Packs without an index of their own: a multi-pack-index may list what they hold. */
  #openOrphans(folder: string, names: readonly string[]): boolean {
    const indexes = new Set(names.filter((name) => name.endsWith('.idx')));
    const bare = names.filter(
      (name) => name.endsWith('.pack') && !indexes.has(`${name.slice(0, -5)}.idx`),
    );
    const fresh = bare.filter((name) => !this.#packs.has(`${folder}/pack/${name}`));
    if (fresh.length === 0) return false;
    let why = 'it has no index (.idx); `git index-pack` on it makes one';
    let parts: readonly (MidxPart | undefined)[] = [];
    try {
      const midxes = readMidxes(`${folder}/pack`, this.idBytes);
      const partOf = (name: string) => midxes.map((midx) => midx.part(name)).find(Boolean);
      parts = fresh.map((name) => partOf(`${name.slice(0, -5)}.idx`));
    } catch (error) {
      why = `it has no index (.idx), and ${(error as Error).message}`;
    }
    let news = false;
    for (const [index, name] of fresh.entries()) {
      const path = `${folder}/pack/${name}`;
      const part = parts[index];
      // A fetch puts its pack in place and its index right behind it.
      if (part !== undefined) news = this.#open(path, part) || news;
      else if (existsSync(indexOf(path))) news = this.#open(path) || news;
      else if (existsSync(path)) this.unusable.push({ path, why, unlisted: true });
    }
    return news;
  }

  /** Ids of a pack of which its index does not list all: it cannot be swept, only looked up in. */
  partial(path: string): string[] | undefined {
    const { idx, pack } = this.#packs.get(path)!;
    if (idx.count === pack.count) return undefined;
    const { ids, idBytes } = idx.table(pack.size - this.idBytes, shared);
    return Array.from({ length: idx.count }, (_, index) =>
      hex(ids.subarray(index * idBytes, (index + 1) * idBytes)),
    );
  }

  /** Ids of one of `packPaths`; undefined where it has no index of its own, or is no such path. */
  ids(path: string): IdTable | undefined {
    const opened = this.#packs.get(path);
    return opened?.idx instanceof Idx ? opened.idx.ids(shared) : undefined;
  }

  /** An object by its id, wherever it is. Its bytes belong to the caller. */
  read(oid: string): GitObject | Damage {
    const found = this.#find(oid);
    if (!(found instanceof Damage) || found.reason !== 'missing') return found;
    return this.refresh() ? this.#find(oid) : found;
  }

  /** Where that pack has an object, or -1. */
  offsetIn(pack: Pack, id: Uint8Array): number {
    return this.#packs.get(pack.path)?.idx.find(id, 0) ?? -1;
  }

  get limit(): number {
    return this.#options.limit;
  }

  /** Whether any pack or folder has the id at id[at, at + idBytes). */
  has(id: Uint8Array, at: number): boolean {
    for (const { idx } of this.#packs.values()) if (idx.find(id, at) >= 0) return true;
    const oid = hex(id.subarray(at, at + this.idBytes));
    const path = `${oid.slice(0, 2)}/${oid.slice(2)}`;
    return this.folders.some((folder) => existsSync(`${folder}/${path}`));
  }

  /** Ids of all loose objects, in order, each once. */
  looseIds(): string[] {
    const ids = new Set<string>();
    const rest = new RegExp(`^[0-9a-f]{${this.idBytes * 2 - 2}}$`);
    for (const folder of this.folders) {
      for (const first of listing(folder)) {
        if (!/^[0-9a-f]{2}$/.test(first)) continue;
        for (const name of listing(`${folder}/${first}`)) {
          if (rest.test(name)) ids.add(first + name);
        }
      }
    }
    return [...ids].sort();
  }

  /** Sweeps one of `packPaths`. @throws Error in plain words where its index is damaged */
  sweep(path: string): Swept {
    const sweeping = this.beginSweep(path);
    return this.endSweep(sweeping, sweepOn(this.pack(path), sweeping));
  }

  /** @throws Error in plain words where the index of that pack is damaged */
  beginSweep(path: string, quick?: Arranger): Sweeping {
    const { idx, pack } = this.#packs.get(path)!;
    return beginSweep(path, idx.table(pack.size - this.idBytes, shared, quick));
  }

  endSweep(sweeping: Sweeping, some: Broken[]): Swept {
    const swept = endSweep(sweeping, some);
    const { forest, broken } = swept;
    const outside = this.outside(forest);
    for (let index = 0; index < forest.count; index++) {
      if (forest.bases[index] !== OUTSIDE) continue;
      const base = outside.base(index);
      if (base instanceof Damage) broken.push({ index, why: base.why });
      else setTypes(forest, index, typeNames.indexOf(base.type));
    }
    return swept;
  }

  /** The pack of a swept path; it shares its open file. */
  pack(path: string): Pack {
    return this.#packs.get(path)!.pack;
  }

  /** What a walk over that forest needs from elsewhere. */
  outside(forest: Forest, pack = this.pack(forest.path)): Outside {
    const reader = this.#reader;
    return {
      base: (index) => reader.readBase(pack, forest.offsets[index]!),
      whole: (index) => reader.read(pack, forest.offsets[index]!),
    };
  }

  close(): void {
    for (const { idx, pack } of this.#packs.values()) {
      idx.close();
      pack.close();
    }
    this.#packs.clear();
  }

  #open(path: string, part?: MidxPart): boolean {
    let idx: PackIndex | undefined;
    try {
      idx = part === undefined ? new Idx(indexOf(path), this.idBytes) : part;
      const pack = new Pack(path);
      const fits = part === undefined ? pack.count === idx.count : pack.count >= idx.count;
      if (!fits) {
        pack.close();
        throw new Error(`the pack has ${pack.count} objects and its index ${idx.count}`);
      }
      this.#packs.set(path, { path, idx, pack });
      return true;
    } catch (error) {
      idx?.close();
      // Gone since the folder was listed: a repack has put its objects elsewhere.
      const gone = (error as NodeJS.ErrnoException).code === 'ENOENT' && !existsSync(indexOf(path));
      if (!gone) this.unusable.push({ path, why: (error as Error).message, unlisted: false });
      return false;
    }
  }

  /** Bases in other packs: git writes none, so a few levels of it are many. */
  #outsideBase(id: Uint8Array): GitObject | Damage {
    if (this.#nesting >= MOST_PACKS_DEEP) {
      return new Damage('corrupt', 'its delta bases go in a circle');
    }
    this.#nesting++;
    try {
      return this.#find(hex(id));
    } finally {
      this.#nesting--;
    }
  }

  #find(oid: string): GitObject | Damage {
    const id = Buffer.from(oid, 'hex');
    let damage: Damage | undefined;
    for (const { idx, pack } of this.#packs.values()) {
      const offset = idx.find(id, 0);
      if (offset < 0) continue;
      const found = this.#reader.read(pack, offset);
      if (!(found instanceof Damage)) return found;
      damage ??= new Damage(found.reason, `${pack.path}, offset ${offset}: ${found.why}`);
    }
    return this.#findLoose(oid, damage);
  }

  #findLoose(oid: string, damage: Damage | undefined): GitObject | Damage {
    for (const folder of this.folders) {
      try {
        const header = readLooseHeader(folder, oid);
        if (header === undefined) continue;
        if (header.size > this.#options.limit)
          return new Damage('too-large', `${header.size} bytes`);
        const found = readLoose(folder, oid);
        if (found !== undefined) return found;
      } catch (error) {
        return new Damage('corrupt', (error as Error).message);
      }
    }
    return damage ?? new Damage('missing', 'it is not in this repository');
  }
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

function indexOf(path: string): string {
  return path.replace(/pack$/, 'idx');
}

/** Names in a folder, in order; none where there is no such folder. */
export function listing(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

function setTypes({ types, children, siblings }: Forest, root: number, type: number): void {
  const waiting = [root];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    types[index] = type;
    for (let child = children[index]!; child >= 0; child = siblings[child]!) waiting.push(child);
  }
}
