/** Commits read where WebAssembly has built them (commits.as.ts); what they name is looked up together. */
import { linear } from '../objects/linear.ts';
import { idsIn } from '../objects/many.ts';
import type { Standing } from '../objects/walk.ts';
import { compileWasm, instantiate } from '../wasm.ts';
import type { Catalog } from './catalog.ts';
import code from './commits.wasm';

interface Global {
  readonly value: number;
}

/** What commits.as.ts exports. */
interface Code {
  readonly IDS: Global;
  readonly USES: Global;
  readonly ids: Global;
  taken(): void;
  read(at: number, size: number, number: number, idBytes: number): number;
}

/** What an id is of a commit. */
export const TREE = 0;
export const FIRST_PARENT = 1;

/** Told of each id of each commit, in their order: its number, or -1 where nothing has it. */
export type Told = (commit: number, use: number, number: number) => void;

export class QuickCommits {
  /** Ids that nothing has. */
  readonly missing = new Set<string>();
  readonly #code: Code;
  readonly #memory: NonNullable<ReturnType<typeof linear>>;
  readonly #idBytes: number;

  private constructor(memory: NonNullable<ReturnType<typeof linear>>, made: Code, idBytes: number) {
    this.#memory = memory;
    this.#code = made;
    this.#idBytes = idBytes;
  }

  /** @returns undefined where there is no WebAssembly */
  static of(idBytes: number): QuickCommits | undefined {
    const memory = linear();
    const module = memory && compileWasm(code);
    if (memory === undefined || module === undefined) return undefined;
    return new QuickCommits(memory, instantiate<Code>(module, memory.memory), idBytes);
  }

  /** @returns its committer's time; -1 where it has to be read in another way, `take` being called before */
  read({ arena, start, size }: Standing, number: number): number {
    if (arena !== this.#memory.bytes) return -1;
    return this.#code.read(start, size, number, this.#idBytes);
  }

  /** Looks up what was read since, and tells of it. */
  take(catalog: Catalog, told: Told): void {
    const { IDS, USES, ids } = this.#code;
    const count = ids.value;
    const { bytes, memory } = this.#memory;
    const own = idsIn(bytes.slice(IDS.value, IDS.value + count * this.#idBytes));
    const uses = new Int32Array(memory.buffer, USES.value, count);
    const found = new Int32Array(count);
    catalog.findAll(own, count, found);
    for (let index = 0; index < count; index++) {
      told(uses[index]! >>> 2, uses[index]! & 3, found[index]!);
      if (found[index]! >= 0) continue;
      const at = index * this.#idBytes;
      this.missing.add(Buffer.from(own.bytes.subarray(at, at + this.#idBytes)).toString('hex'));
    }
    this.#code.taken();
  }
}
