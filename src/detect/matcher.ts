/**
 * What the engine asks of a pattern. A matcher names the byte strings to look for (needles); the
 * engine finds them and calls `match` at each. Everything is anchored at the needle's first byte, so
 * that a hit depends on a bounded window around its start and on nothing further left.
 */
import type { Confidence, Encoding, Remark } from '../types.ts';

export interface Needle {
  /** At least 3 characters, each one byte (Latin-1). With `fold`, lower case and ASCII. */
  readonly text: string;
  /** Compare ASCII letters without case. */
  readonly fold: boolean;
  /** Bytes of a word: a needle in the middle of one is no candidate, unless an escape ends before it. */
  readonly left?: Uint8Array;
  /**
   * Per byte: 1 if it can follow, and more of them; 2 if it ends them and anything can come behind it; 0 if it
   * ends them for good: then there must be at least `least`, or there is no hit. More than `most` there never may be.
   */
  readonly next?: Uint8Array;
  readonly least?: number;
  readonly most?: number;
  /** How long a whole key with it mostly is. */
  readonly usual?: number;
  /** What mostly follows it: helps where a line break cuts the needle in two. */
  readonly inner?: string;
  /** The second part of such a one: counts only where a line break parts what it spells. */
  readonly parted?: boolean;
}

export interface Body {
  readonly table: Uint8Array;
  readonly least: number;
  readonly most: number;
}

/** What the judge learns about a hit. The offsets are into the scanned bytes. */
export interface Secret {
  /** Where the secret stands as it is written (encoded, where it is encoded). */
  readonly start: number;
  readonly end: number;
  /** The secret itself, decoded, one character per byte. Never printed. */
  readonly value: string;
  /** How many leading characters of `value` are public (the provider's prefix). */
  readonly publicPrefix: number;
  readonly confidence: Confidence;
  /** The name it stands under, e.g. `apiKey`. */
  readonly name?: string;
  readonly provider?: string;
  readonly encoding?: Encoding;
  readonly remarks?: readonly Remark[];
  /** Further secrets of the same list, under the same name. */
  readonly also?: readonly Secret[];
}

export interface Matcher {
  readonly needles: readonly Needle[];
  /** How many bytes before a needle's first byte, and from it on, decide. Finite. */
  readonly behind: number;
  readonly ahead: number;
  /**
   * The end of the hit whose needle (index into `needles`) starts at `at`, or -1. Reads only [at - behind, at + ahead). Quick:
   * it is called for every occurrence of a needle, and must not rescan a long run each time.
   */
  match(bytes: Uint8Array, at: number, needle: number): number;
  /**
   * A quick look at what follows the needle, which ends at `end`: false only where no hit can start there.
   * The bytes may be a piece of the text that is cut off anywhere.
   */
  may?(bytes: Uint8Array, end: number, needle: number): boolean;
  /**
   * A quick look at what stands before a parted needle: false only where no hit can start at it. With `isAll`
   * the bytes begin where the text does.
   */
  mayStart?(bytes: Uint8Array, at: number, needle: number, isAll: boolean): boolean;
  /** What must follow every needle in a hit: bytes of `table`, at least `least` and at most `most` of them. */
  readonly body?: Body | undefined;
  /** The same again for the judge, who may be slow: undefined where it is no secret after all. */
  explain(bytes: Uint8Array, at: number, needle: number): Secret | undefined;
}
