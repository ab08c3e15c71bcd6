/**
 * Reading single objects out of packs, by offset: follows the deltas down to their root and builds
 * the object up again. For look-ups; who wants all objects takes the walk (walk.ts), which inflates
 * each entry once.
 */
import { Application, BEYOND, Copies, DeltaHeader } from './delta.ts';
import { Entry, LONGEST_HEADER, REF_DELTA, typeNames } from './entry.ts';
import { Inflation } from './inflate.ts';
import type { GitObject } from './loose.ts';
import type { Pack } from './pack.ts';

/** What is wrong with an object, in words; the caller adds id, pack and offset. */
export class Damage {
  constructor(
    readonly reason: 'corrupt' | 'missing' | 'too-large',
    readonly why: string,
  ) {}
}

/** Where the base of a ref delta is. */
export interface Bases {
  /** Its offset in the same pack, or -1. */
  within(pack: Pack, id: Uint8Array): number;
  /** The object itself, from elsewhere. */
  outside(id: Uint8Array): GitObject | Damage;
}

/** Kept objects in bytes; beyond that no more are kept. */
const MOST_KEPT = 64 << 20;
/** A larger arena is given back. */
const MOST_ARENA = 1 << 22;
/** git itself refuses no depth; this stops circles. */
const DEEPEST = 65_536;

export class Reader {
  readonly #entry = new Entry();
  readonly #header = new DeltaHeader();
  readonly #inflation = new Inflation();
  readonly #application = new Application();
  readonly #copies = new Copies();
  /** Objects by pack and offset, where `keeping`: neighbours in history hang on each other. */
  readonly #kept = new Map<Pack, Map<number, GitObject>>();
  #keptBytes = 0;
  keeping = false;
  /** Base and result of a delta, one behind the other; used again from object to object. */
  #arena = new Uint8Array(1 << 16);

  /** @param limit the most bytes that an object may have */
  constructor(
    readonly idBytes: number,
    readonly limit: number,
    readonly bases: Bases,
  ) {}

  /** The object whose entry starts at `offset`. Its bytes belong to the caller. */
  read(pack: Pack, offset: number): GitObject | Damage {
    if (!this.keeping) return this.#follow(pack, offset);
    const known = this.#kept.get(pack)?.get(offset);
    if (known !== undefined) return known;
    const found = this.#follow(pack, offset);
    if (!(found instanceof Damage)) this.#keep(pack, offset, found);
    return found;
  }

  #keep(pack: Pack, offset: number, object: GitObject): void {
    this.#keptBytes += object.bytes.length;
    if (this.#keptBytes > MOST_KEPT) return;
    const kept = this.#kept.get(pack);
    if (kept !== undefined) kept.set(offset, object);
    else this.#kept.set(pack, new Map([[offset, object]]));
  }

  #follow(pack: Pack, offset: number): GitObject | Damage {
    const deltas: Uint8Array[] = [];
    const chain: number[] = [];
    for (;;) {
      const known = this.keeping ? this.#kept.get(pack)?.get(offset) : undefined;
      if (known !== undefined) return this.#build(known, deltas, { pack, chain });
      if (deltas.length > DEEPEST) return new Damage('corrupt', 'its delta bases go in a circle');
      const why = this.#readHeader(pack, offset);
      if (why !== '') return new Damage('corrupt', why);
      const { type, size, distance, baseAt } = this.#entry;
      if (size > this.limit) return new Damage('too-large', `${size} bytes`);
      const base = type === REF_DELTA ? pack.bytes.slice(baseAt, baseAt + this.idBytes) : undefined;
      const bytes = this.#inflate(pack, offset);
      if (bytes instanceof Damage) return bytes;
      const name = typeNames[type];
      if (name !== undefined) {
        const root = { type: name, bytes };
        if (this.keeping && deltas.length > 0) this.#keep(pack, offset, root);
        return this.#build(root, deltas, { pack, chain });
      }
      deltas.push(bytes);
      chain.push(offset);
      if (base === undefined) {
        offset -= distance;
        continue;
      }
      offset = this.bases.within(pack, base);
      if (offset >= 0) continue;
      const found = this.bases.outside(base);
      return found instanceof Damage ? found : this.#build(found, deltas, { pack, chain });
    }
  }

  /** The base of the ref delta at `offset`. */
  readBase(pack: Pack, offset: number): GitObject | Damage {
    const why = this.#readHeader(pack, offset);
    if (why !== '') return new Damage('corrupt', why);
    const { baseAt } = this.#entry;
    const id = pack.bytes.slice(baseAt, baseAt + this.idBytes);
    const found = this.bases.outside(id);
    if (!(found instanceof Damage)) return found;
    const oid = Buffer.from(id).toString('hex');
    return new Damage(found.reason, `its delta base ${oid}: ${found.why}`);
  }

  #readHeader(pack: Pack, offset: number): string {
    const room = Math.min(LONGEST_HEADER, pack.size - this.idBytes - offset);
    if (offset < 12 || room <= 0) return `offset ${offset} is outside the pack`;
    pack.view(offset, room);
    return this.#entry.read(pack.bytes, pack.at, pack.at + room, this.idBytes);
  }

  /** The entry's own bytes. How long its stream is, is not known here: try the usual, then more. */
  #inflate(pack: Pack, offset: number): Uint8Array | Damage {
    const { size, dataAt } = this.#entry;
    const header = dataAt - pack.at;
    const most = pack.size - this.idBytes - offset;
    const output = new Uint8Array(size + BEYOND);
    let why = '';
    for (const factor of [1, 2]) {
      const length = Math.min(most, header + 256 + Math.ceil(size * factor * 1.01));
      pack.view(offset, length);
      const from = pack.at + header;
      const input = pack.bytes;
      const to = pack.at + length;
      why = Object.assign(this.#inflation, { input, from, to, output, at: 0, size }).run();
      if (why === '') return output.subarray(0, size);
      if (length === most) break;
    }
    return new Damage('corrupt', why);
  }

  /** @param at where the deltas stand; trees on the way are kept, as other trees hang on them */
  #build(
    base: GitObject,
    deltas: readonly Uint8Array[],
    at: { readonly pack: Pack; readonly chain: readonly number[] },
  ): GitObject | Damage {
    if (deltas.length === 0) return base;
    const keeping = this.keeping && base.type === 'tree';
    let size = base.bytes.length;
    let arena = this.#arena;
    if (size > arena.length) arena = new Uint8Array(size * 2 + 64);
    arena.set(base.bytes);
    for (let index = deltas.length - 1; index >= 0; index--) {
      const delta = deltas[index]!;
      const why = this.#header.start(delta, delta.length);
      if (why !== '') return new Damage('corrupt', why);
      const { at: from, baseSize, resultSize } = this.#header;
      if (baseSize !== size) return new Damage('corrupt', wrongBase(baseSize, size));
      if (resultSize > this.limit) return new Damage('too-large', `${resultSize} bytes`);
      if (size + resultSize + BEYOND > arena.length) {
        const wider = new Uint8Array(size + resultSize + 64);
        wider.set(arena.subarray(0, size));
        arena = wider;
      }
      const step = {
        delta,
        at: from,
        end: delta.length,
        arena,
        base: 0,
        baseSize,
        to: size,
        resultSize,
      };
      const failed = Object.assign(this.#application, step).run(this.#copies);
      if (failed !== '') return new Damage('corrupt', failed);
      arena.copyWithin(0, size, size + resultSize);
      size = resultSize;
      if (keeping && index > 0) {
        const tree = { type: base.type, bytes: arena.slice(0, size) };
        this.#keep(at.pack, at.chain[index]!, tree);
      }
    }
    if (arena.length <= MOST_ARENA) this.#arena = arena;
    return { type: base.type, bytes: arena.slice(0, size) };
  }
}

export function wrongBase(wanted: number, held: number): string {
  return `its delta wants a base of ${wanted} bytes and the base has ${held}`;
}
