/**
 * The engine, loaded and compiled at the first blob that needs it. A small clean commit never does: the
 * prefilter has looked at its few bytes by then. A range is looked at otherwise (first-look.ts).
 */
import type { Options } from '../config.ts';
import { mayHold } from '../detect/prefilter.ts';
import type { Loaded } from './rules.ts';

/** Bytes in all that the prefilter looks at; from there on the engine is quicker than loading it was dear. */
export const SMALL = 1 << 17;
/** Bytes of one blob for which loading the search in WebAssembly pays; hardly any commit has such a one. */
const LARGE = 1 << 22;

export class LazyEngine {
  private readonly options: Options;
  private readonly builtIn: boolean;
  private loaded: Loaded | undefined;
  private seen = 0;

  constructor(options: Options) {
    this.options = options;
    this.builtIn = options.customRules.length === 0;
  }

  /** What the bytes hold; undefined where it is nothing. The hits are gone at the next call. */
  async find(bytes: Uint8Array): Promise<Loaded | undefined> {
    if (!this.loaded) {
      this.seen += bytes.length;
      if (this.builtIn && this.seen <= SMALL && !mayHold(bytes)) return undefined;
      this.loaded = (await import('./rules.ts')).load(this.options);
    }
    const { engine, hits } = this.loaded;
    if (bytes.length >= LARGE) engine.hasten((await import('../detect/look.ts')).makeLook);
    hits.clear();
    engine.scan(bytes, 0, bytes.length, hits);
    return hits.length > 0 ? this.loaded : undefined;
  }
}
