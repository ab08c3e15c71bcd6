/**
 * The engine, loaded and compiled at the first blob that needs it. A small clean commit never does:
 * the prefilter has looked at its few bytes by then.
 */
import type { Options } from '../config.ts';
import { mayHold } from '../detect/prefilter.ts';
import type { Loaded } from './rules.ts';

/** Bytes in all that the prefilter looks at; from there on the engine is quicker than loading it was dear. */
const SMALL = 1 << 17;

export class LazyEngine {
  private readonly options: Options;
  private loaded: Loaded | undefined;
  private seen = 0;
  private expected = 0;

  constructor(options: Options) {
    this.options = options;
  }

  /** So many bytes are to come: where they are many, the prefilter does not begin. */
  expect(bytes: number): void {
    this.expected = bytes;
  }

  /** What the bytes hold; undefined where it is nothing. The hits are gone at the next call. */
  async find(bytes: Uint8Array): Promise<Loaded | undefined> {
    if (!this.loaded) {
      this.seen += bytes.length;
      const builtIn = this.options.customRules.length === 0;
      if (builtIn && this.seen <= SMALL && this.expected <= SMALL && !mayHold(bytes))
        return undefined;
      this.loaded = (await import('./rules.ts')).load(this.options);
    }
    const { engine, hits } = this.loaded;
    hits.clear();
    engine.scan(bytes, 0, bytes.length, hits);
    return hits.length > 0 ? this.loaded : undefined;
  }
}
