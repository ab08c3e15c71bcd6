/**
 * The tree pass over many trees in one call, in WebAssembly (objects/families.ts). What it hands out is
 * looked up and searched here. Families with a flaw, or with a secret in a name, it leaves to trees.ts.
 */
import { Candidates } from '../detect/candidates.ts';
import { type Engine, Hits } from '../detect/engine.ts';
import { Families, type Limits, type Taker } from '../objects/families.ts';
import type { Forest } from '../objects/forest.ts';
import type { Laid } from '../objects/lay.ts';
import type { Lookups } from './lookups.ts';

export class TreeFamilies implements Taker {
  readonly #engine: Engine;
  readonly #lookups: Lookups;
  readonly #families: Families;
  readonly #candidates = new Candidates();
  readonly #hits = new Hits();

  private constructor(engine: Engine, lookups: Lookups, families: Families) {
    this.#engine = engine;
    this.#lookups = lookups;
    this.#families = families;
  }

  /** @returns undefined where there is no WebAssembly */
  static of(
    engine: Engine,
    lookups: Lookups,
    names: { readonly idBytes: number; readonly shortest: number; readonly limits: Limits },
  ): TreeFamilies | undefined {
    const families = Families.of(names.idBytes, names.shortest, names.limits);
    return families && new TreeFamilies(engine, lookups, families);
  }

  get objects(): number {
    return this.#families.objects;
  }

  get bytes(): number {
    return this.#families.bytes;
  }

  /** @returns the roots of those families that are left */
  run(forest: Forest, laid: Laid, roots: Uint32Array): number[] {
    return this.#families.run(forest, laid, roots, this);
  }

  ids(bytes: Uint8Array, count: number): void {
    this.#lookups.allExist(bytes, count);
  }

  /** Where no candidate stands no hit does. Names are searched together, and then by themselves. */
  names(bytes: Uint8Array, ends: Uint32Array): number[] {
    const found = this.#candidates;
    found.length = 0;
    this.#engine.candidates(bytes, 0, bytes.length, found);
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
