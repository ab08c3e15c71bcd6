/** What there is to scan: the packs with their forests, the loose objects; and what cannot be used. */
import { KeyfenceError } from '../errors.ts';
import { arranged } from '../objects/arranged.ts';
import { type Forest, isSwept, type Swept, sweepOn } from '../objects/forest.ts';
import type { IdTable } from '../objects/idx.ts';
import { Store, type StoreOptions } from '../objects/store.ts';
import type { Skip } from '../types.ts';
import { Catalog, tableOf } from './catalog.ts';
import type { Ground } from './ground.ts';
import type { Known } from './known.ts';
import type { Picked } from './pick.ts';
import type { HistoryRepository } from './refs.ts';
import { listAll } from './rescue.ts';
import type { Workers } from './workers.ts';

/** Room for the objects on one path of the forest, per thread. */
const ARENA = 192 << 20;

export class Survey {
  readonly store: Store;
  readonly skips: Skip[] = [];
  /** Packs of which not even git knows what they hold: nothing can settle these. */
  readonly unlisted = new Set<Skip>();
  /** False where a pack was met whose index does not list all that it holds. */
  whole = true;
  readonly #repo: HistoryRepository;
  readonly #maxBytes: number;

  constructor(repo: HistoryRepository, maxBytes: number) {
    this.#repo = repo;
    this.#maxBytes = maxBytes;
    this.store = new Store(this.#storeOptions);
  }

  get #storeOptions(): StoreOptions {
    const { objectsDir, alternates = [], hash } = this.#repo;
    return { objectsDir, alternates, hash, limit: this.#maxBytes };
  }

  /** Bytes of the packs that are to be read. */
  packed(known?: Known): number {
    const paths = this.store.packPaths.filter((path) => !known?.packs.has(path));
    return paths.reduce((sum, path) => sum + this.store.pack(path).size, 0);
  }

  /** All that the repository keeps; what is known of it is not looked at. */
  async all(known?: Known, workers?: Workers): Promise<Ground> {
    const forests: Forest[] = [];
    const files: number[] = [];
    const single: string[] = [];
    for (const path of this.store.packPaths) {
      if (known?.packs.has(path)) continue;
      try {
        const ids = this.store.partial(path);
        if (ids !== undefined) {
          this.whole = false;
          for (const oid of ids) single.push(oid);
          continue;
        }
        const { forest, broken } = await this.#sweep(path, workers);
        forests.push(forest);
        files.push(this.store.pack(path).file);
        this.#brokenEntries(forest, broken);
      } catch (error) {
        if (error instanceof KeyfenceError) throw error;
        this.#unusablePack(path, (error as Error).message);
      }
    }
    for (const { path, why, unlisted } of this.store.unusable) {
      const skip = this.#unusablePack(path, why);
      if (unlisted) this.unlisted.add(skip);
    }
    const store = this.#storeOptions;
    const tables = known?.tables ?? [];
    const own = this.store.looseIds().filter((oid) => !known?.loose.has(oid));
    const ids = await this.#looseIds([...tables, ...forests], own, single);
    const loose = tableOf(ids, this.store.idBytes);
    const limits = { object: this.#maxBytes, arena: ARENA };
    return { store, known: tables, forests, files, loose, picked: false, limits };
  }

  async #sweep(path: string, workers?: Workers): Promise<Swept> {
    const pack = this.store.pack(path);
    const sweeping = this.store.beginSweep(path, arranged);
    const others = workers?.sweep(sweeping, pack.file);
    others?.catch(() => {}); // Met where it is awaited; and a thread that has not started yet has nothing to say.
    const own = sweepOn(pack, sweeping);
    const more = isSwept(sweeping, own.length) ? [] : ((await others) ?? []);
    return this.store.endSweep(sweeping, [...own, ...more]);
  }

  /** Loose objects and `single` ones; and where a pack cannot be used, what git knows of and no other pack has. */
  async #looseIds(
    tables: readonly IdTable[],
    own: readonly string[],
    single: readonly string[],
  ): Promise<readonly string[]> {
    const loose = single.length === 0 ? own : [...new Set([...own, ...single])].sort();
    if (!this.skips.some(({ reason }) => reason === 'unreadable')) return loose;
    const catalog = new Catalog([...tables, tableOf(loose, this.store.idBytes)]);
    const others = (await listAll(this.#repo.run)).filter((oid) => catalog.findHex(oid) < 0);
    return [...loose, ...others].sort();
  }

  /** These objects only. */
  picked({ oids }: Picked): Ground {
    return {
      store: this.#storeOptions,
      known: [],
      forests: [],
      files: [],
      loose: tableOf(oids, this.store.idBytes),
      picked: true,
      limits: { object: this.#maxBytes, arena: ARENA },
    };
  }

  /** Entries of unknown type are in no pass: each is a Skip of its own. */
  #brokenEntries(forest: Forest, broken: readonly { index: number; why: string }[]): void {
    const whys = new Map(broken.map(({ index, why }) => [index, why]));
    for (let index = 0; index < forest.count; index++) {
      if (forest.types[index] !== 0) continue;
      const at = forest.order[index]! * forest.idBytes;
      const oid = Buffer.from(forest.ids.subarray(at, at + forest.idBytes)).toString('hex');
      const why = whys.get(index) ?? 'its delta base cannot be read';
      const detail = `${forest.path}, offset ${forest.offsets[index]}: ${why}`;
      this.skips.push({ path: '', oid, reason: 'corrupt', detail, harmless: false });
    }
  }

  #unusablePack(path: string, why: string): Skip {
    const detail = `${path}: ${why}`;
    const skip = { path: '', reason: 'unreadable', detail, harmless: false } as const;
    this.skips.push(skip);
    return skip;
  }
}
