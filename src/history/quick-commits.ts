/** Commits read where WebAssembly has built them (commits.as.ts); what they name is looked up together. */
import { idsIn } from '../objects/many.ts';
import type { Standing } from '../objects/walk.ts';
import type { Catalog } from './catalog.ts';
import type { ContentCode } from './content-code.ts';

/** What an id is of a commit. */
export const TREE = 0;
export const FIRST_PARENT = 1;

/** Told of each id of each commit, in their order: its number, or -1 where nothing has it. */
export type Told = (commit: number, use: number, number: number) => void;

export class QuickCommits {
  /** Ids that nothing has. */
  readonly missing = new Set<string>();
  readonly #code: ContentCode['code'];
  readonly #memory: ContentCode['memory'];
  readonly #idBytes: number;

  private constructor({ memory, code }: ContentCode, idBytes: number) {
    this.#memory = memory;
    this.#code = code;
    this.#idBytes = idBytes;
  }

  /** @returns undefined where there is no WebAssembly */
  static of(idBytes: number, made: ContentCode | undefined): QuickCommits | undefined {
    return made && new QuickCommits(made, idBytes);
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
