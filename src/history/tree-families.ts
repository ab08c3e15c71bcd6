/**
 * The tree pass over many trees in one call, in WebAssembly (objects/families.ts). What it hands out is
 * looked up and searched here. Families with a flaw, or with a secret in a name, it leaves to trees.ts.
 */
import { Candidates } from '../detect/candidates.ts';
import { type Engine, Hits } from '../detect/engine.ts';
import { Families, type Noted, type Packed, type Taker, type Wanted } from '../objects/families.ts';
import type { Laid } from '../objects/lay.ts';
import type { Lookups } from './lookups.ts';
import type { Noting } from './notes.ts';
import { findCandidates } from './seams.ts';

/** Who makes use of what is handed out. */
interface Users {
  readonly lookups: Lookups;
  readonly noting: Noting | undefined;
}

export class TreeFamilies implements Taker {
  readonly #engine: Engine;
  readonly #lookups: Lookups;
  readonly #noting: Noting | undefined;
  readonly #families: Families;
  readonly #candidates = new Candidates();
  readonly #hits = new Hits();

  private constructor(engine: Engine, users: Users, families: Families) {
    this.#engine = engine;
    this.#lookups = users.lookups;
    this.#noting = users.noting;
    this.#families = families;
  }

  /** @returns undefined where there is no WebAssembly */
  static of(
    engine: Engine,
    users: Users,
    wanted: Omit<Wanted, 'sought'>,
  ): TreeFamilies | undefined {
    const families = Families.of({ ...wanted, sought: users.noting?.mayBeSought() });
    return families && new TreeFamilies(engine, users, families);
  }

  get objects(): number {
    return this.#families.objects;
  }

  get bytes(): number {
    return this.#families.bytes;
  }

  get notes(): Taker['notes'] {
    return this.#noting?.counts;
  }

  /** @returns the roots of those families that are left */
  run(packed: Packed, laid: Laid, roots: Uint32Array): number[] {
    this.#noting?.newNames();
    return this.#families.run(packed, laid, roots, this);
  }

  noted(some: Noted): void {
    this.#noting?.append(some);
  }

  ids(bytes: Uint8Array, count: number, wanted: Int32Array): void {
    this.#lookups.many(bytes, count, wanted);
  }

  /** Where no candidate stands no hit does. Names are searched together, and then by themselves. */
  names(bytes: Uint8Array, ends: Uint32Array): number[] {
    const found = this.#candidates;
    found.length = 0;
    findCandidates(this.#engine, bytes, found);
    const families: number[] = [];
    let name = 0;
    for (let index = 0; index < found.length; index++) {
      if (name > 0 && found.places[index]! < ends[name * 2 - 2]!) continue;
      while (ends[name * 2]! < found.places[index]!) name++;
      const start = name === 0 ? 0 : ends[name * 2 - 2]! + 1;
      const own = bytes.subarray(start, ends[name * 2]);
      this.#hits.clear();
      this.#engine.scan(own, 0, own.length, this.#hits);
      if (this.#hits.length > 0) families.push(ends[name * 2 + 1]!);
      name++;
    }
    return families;
  }
}
