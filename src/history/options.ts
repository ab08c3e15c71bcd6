/** What a scan of history is asked. */
import type { Shard } from '../types/shard.ts';
import type { Cache } from './cache.ts';
import type { Judging } from './content.ts';
import type { Selection } from './pick.ts';

export interface HistoryOptions extends Judging {
  /** Threads, this one included; at least 1. A small repository uses fewer. */
  readonly jobs: number;
  /** The most bytes of one object; a larger one is a Skip `too-large`. */
  readonly maxBytes: number;
  readonly allPlaces: boolean;
  readonly allowShallow: boolean;
  /** False: drop what no ref, HEAD or reflog reaches. */
  readonly unreachable: boolean;
  /** Only what these commits bring; without it, everything that git keeps. */
  readonly selection?: Selection;
  /** Only this share of the objects; all of them where absent. Names of refs are in the first. */
  readonly shard?: Shard;
  /** What an earlier scan of everything has read need not be read again. */
  readonly cache?: Cache;
  readonly signal?: AbortSignal;
  /** Called some twenty times a second at most. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly phase: 'blobs' | 'trees' | 'attribution';
  /** Packed bytes of this phase. */
  readonly done: number;
  readonly total: number;
  /** Objects read in this phase. */
  readonly objects: number;
}
