/**
 * What all threads stand on, and one thread's work on it. The forests, ids and columns lie in shared
 * memory, the packs are open files; so a thread starts with nothing to read. A pass goes over some of
 * the forest's roots and is told every object; what it gathers is merged by the thread that asked.
 */

import { Copies } from '../objects/delta.ts';
import { typeNames } from '../objects/entry.ts';
import type { Forest } from '../objects/forest.ts';
import type { IdTable } from '../objects/idx.ts';
import { beginLaying, type Laid, layOn } from '../objects/lay.ts';
import { linear } from '../objects/linear.ts';
import { type GitObject, readLoose, readLooseHeader } from '../objects/loose.ts';
import { Pack } from '../objects/pack.ts';
import { Damage } from '../objects/reader.ts';
import { Store, type StoreOptions } from '../objects/store.ts';
import { type Limits, type Standing, Walk } from '../objects/walk.ts';
import { Catalog } from './catalog.ts';

/** Cloned to every thread; the typed arrays in it are shared. */
export interface Ground {
  readonly store: StoreOptions;
  /** Ids of objects that an earlier scan has read (known.ts): no pass goes over these. */
  readonly known: readonly IdTable[];
  readonly forests: readonly Forest[];
  /** Open files of the forests' packs, in the same order. */
  readonly files: readonly number[];
  readonly loose: IdTable;
  /** `loose` lists objects picked by their commits, wherever they are kept. */
  readonly picked: boolean;
  readonly limits: Limits;
}

/** A stretch of a part's roots, or (part = number of forests) of the loose objects. */
export interface Chunk {
  readonly part: number;
  readonly from: number;
  readonly to: number;
  /** About how many bytes it reads. */
  readonly weight: number;
}

/** What was not read: the object's number and why. */
export interface Hole {
  readonly number: number;
  readonly reason: Damage['reason'];
  readonly why: string;
}

/** Too large is a decision; what else was not read, git may be able to. */
export const isUnread = ({ reason }: Hole) => reason !== 'too-large';

export interface Pass<Result> {
  /** Types of the objects it wants to see. */
  readonly types: readonly number[];
  /** `number` is -1 for a base that is only visited for what is copied from it. */
  object(standing: Standing, number: number, type: number): void;
  /**
   * Goes over families of packed objects by itself, where it can; `objects` are then those that it has met.
   * @returns the roots of those that are to be walked over
   */
  together?(families: Packed, roots: Uint32Array): { left: Uint32Array; objects: number };
  result(): Result;
}

/** Families of a part: what their roots are places in. */
export interface Packed {
  readonly part: number;
  readonly forest: Forest;
  readonly pack: Pack;
  /** Number of its first object by id. */
  readonly first: number;
  readonly limits: Limits;
}

/** Places in pack order of the roots of some types, in pack order. */
export function rootsOf({ count, bases, types }: Forest, wanted: readonly number[]): Uint32Array {
  const isWanted = Uint8Array.from({ length: 256 }, (_, type) => (wanted.includes(type) ? 1 : 0));
  let length = 0;
  for (let index = 0; index < count; index++) {
    if (bases[index]! < 0) length += isWanted[types[index]!]!;
  }
  const roots = new Uint32Array(length);
  for (let index = 0, at = 0; at < length; index++) {
    if (bases[index]! < 0 && isWanted[types[index]!] === 1) roots[at++] = index;
  }
  return roots;
}

/** Roots of some types in each pack; for the loose objects, whose types are not known, all positions. */
export function allRoots({ forests, loose }: Ground, types: readonly number[]): Uint32Array[] {
  const positions = Uint32Array.from({ length: loose.count }, (_, index) => index);
  return [...forests.map((forest) => rootsOf(forest, types)), positions];
}

/** Cuts roots into chunks of about `most` bytes; neighbours stay together, for they lie together. */
export function cut({ weights }: Forest, roots: Uint32Array, part: number, most: number): Chunk[] {
  const chunks: Chunk[] = [];
  let from = 0;
  let weight = 0;
  for (let at = 0; at < roots.length; at++) {
    weight += weights[roots[at]!]!;
    if (weight < most && at + 1 < roots.length) continue;
    chunks.push({ part, from, to: at + 1, weight });
    from = at + 1;
    weight = 0;
  }
  return chunks;
}

export class Thread {
  readonly catalog: Catalog;
  /** Whether the catalog lists all objects of the repository. */
  readonly complete: boolean;
  readonly holes: Hole[] = [];
  /** Objects met so far. */
  objects = 0;
  readonly #ground: Ground;
  readonly #walks: (Walk | undefined)[] = [];
  #store: Store | undefined;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.complete = !ground.picked;
    this.catalog = new Catalog([...ground.known, ...ground.forests, ground.loose]);
  }

  run(pass: Pass<unknown>, chunk: Chunk, roots: Uint32Array): void {
    if (chunk.part === this.#ground.forests.length) this.#runLoose(pass, chunk);
    else this.#runPacked(pass, chunk, roots);
  }

  /** Reads one object whole, by its number. */
  read(number: number): GitObject | Damage {
    return this.store.read(this.catalog.hex(number));
  }

  get store(): Store {
    this.#store ??= new Store(this.#ground.store);
    return this.#store;
  }

  /** Takes its share in laying entries out (lay.ts). @returns false where a pack cannot be read */
  lay(laid: readonly (Laid | undefined)[]): boolean {
    try {
      for (const [part, one] of laid.entries()) {
        if (one) layOn(this.#walk(part).pack, this.#ground.forests[part]!, one);
      }
      return true;
    } catch {
      return false;
    }
  }

  /** Where entries of that type would be laid; none where there is nothing that could go over them. */
  plan(type: number): (Laid | undefined)[] {
    const { forests } = this.#ground;
    return forests.map((forest, part) =>
      linear() ? beginLaying(forest, type, this.#walk(part).pack.size) : undefined,
    );
  }

  close(): void {
    this.#store?.close();
    this.#store = undefined;
  }

  #runPacked(pass: Pass<unknown>, { part, from, to }: Chunk, roots: Uint32Array): void {
    const walk = this.#walk(part);
    const { forest, pack } = walk;
    const { order, types, offsets, path } = forest;
    const first = this.catalog.firsts[this.#ground.known.length + part]!;
    let root = 0;
    let objects = 0;
    const visitor = {
      visit(standing: Standing): void {
        objects++;
        const { index } = standing;
        const type = types[index < 0 ? root : index]!;
        pass.object(standing, index < 0 ? -1 : first + order[index]!, type);
      },
      damaged: (index: number, { reason, why }: Damage): void => {
        const number = first + order[index]!;
        this.holes.push({ number, reason, why: `${path}, offset ${offsets[index]}: ${why}` });
      },
    };
    const own = roots.subarray(from, to);
    const { limits } = this.#ground;
    const done = pass.together?.({ part, forest, pack, first, limits }, own);
    for (root of done?.left ?? own) walk.from(root, visitor);
    this.objects += objects + (done?.objects ?? 0);
  }

  #walk(part: number): Walk {
    const known = this.#walks[part];
    if (known !== undefined) return known;
    const { forests, files, limits } = this.#ground;
    const forest = forests[part]!;
    const pack = new Pack(forest.path, files[part]!);
    const outside = {
      base: (index: number) => this.store.outside(forest, pack).base(index),
      whole: (index: number) => this.store.outside(forest, pack).whole(index),
    };
    const walk = new Walk(pack, forest, outside, limits);
    this.#walks[part] = walk;
    return walk;
  }

  #runLoose(pass: Pass<unknown>, { part, from, to }: Chunk): void {
    const first = this.catalog.firsts[this.#ground.known.length + part]!;
    for (let position = from; position < to; position++) {
      const number = first + position;
      const found = this.#readLoose(this.catalog.hex(number), pass.types);
      if (found instanceof Damage) this.holes.push({ number, ...found });
      else if (found !== undefined) {
        this.objects++;
        pass.object(alone(found.bytes), number, typeNames.indexOf(found.type));
      }
    }
  }

  /** undefined where the object is of no wanted type. */
  #readLoose(oid: string, types: readonly number[]): GitObject | Damage | undefined {
    for (const folder of this.#ground.picked ? [] : this.store.folders) {
      try {
        const header = readLooseHeader(folder, oid);
        if (header === undefined) continue;
        if (!types.includes(typeNames.indexOf(header.type))) return undefined;
        if (header.size > this.#ground.limits.object) {
          return new Damage('too-large', `${header.size} bytes`);
        }
        const found = readLoose(folder, oid);
        if (found !== undefined) return found;
      } catch (error) {
        return new Damage('corrupt', (error as Error).message);
      }
    }
    // Gone since the folder was listed: a repack or gc has packed it.
    const found = this.store.read(oid);
    if (found instanceof Damage) return found;
    return types.includes(typeNames.indexOf(found.type)) ? found : undefined;
  }
}

const nothing = new Copies();

/** An object that stands by itself, in no forest. */
export function alone(bytes: Uint8Array): Standing {
  return {
    index: 0,
    depth: -1,
    arena: bytes,
    start: 0,
    size: bytes.length,
    bytes,
    baseSize: 0,
    copies: nothing,
    leaf: true,
  };
}
