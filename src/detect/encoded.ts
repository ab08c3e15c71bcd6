/**
 * A pattern in another spelling. For each needle of the inner matcher a codec names the byte strings that
 * spell it; where one stands, the codec decodes a bounded window around it into scratch memory, and the
 * inner matcher decides there as if the window were the blob. So every encoding obeys the same contract as
 * plain text, and encodings nest.
 */
import type { Encoding } from '../types.ts';
import type { Matcher, Needle, Secret } from './matcher.ts';

/** Line breaks and indentation that an encoded text may have inside, raw bytes. */
export const SLACK = 96;

/** One spelling of an inner needle. */
export interface Spelling extends Needle {
  /** What the codec must know to decode around it: its own numbers. */
  readonly phase: number;
  readonly lead: number;
  /** What the characters right before and after it hold of the needle: mask << 8 | value; 0 is nothing. */
  readonly before?: number;
  readonly after?: number;
  /** Counts only where a line break parts the needle's own spelling. */
  readonly broken?: boolean;
}

/** Decoded characters, and for each where its own spelling starts and ends in the bytes. */
export class Window {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  length = 0;
  /** Index of the decoded needle's first character. */
  needle = 0;
  /** How many decoded characters are wanted before the needle. */
  readonly behind: number;

  constructor(behind: number, ahead: number) {
    const size = behind + ahead;
    this.behind = behind;
    this.bytes = new Uint8Array(size);
    this.starts = new Int32Array(size);
    this.ends = new Int32Array(size);
  }

  push(code: number, start: number, end: number): void {
    if (this.length === this.bytes.length) return;
    this.bytes[this.length] = code;
    this.starts[this.length] = start;
    this.ends[this.length++] = end;
  }
}

export interface Codec {
  /** What the last `read` decoded. */
  readonly encoding: Encoding;
  /** True where nobody sees at a glance what stands before a key. */
  readonly hides?: boolean;
  /** Raw bytes that `count` decoded ones take at most, on the left and on the right. */
  behind(count: number): number;
  ahead(count: number): number;
  spellings(needle: Needle): Spelling[];
  /**
   * Fills the window with what stands around the spelling at `at`: at most `behind` decoded bytes before
   * the needle and `ahead` from it on. False where it is not that spelling.
   */
  read(bytes: Uint8Array, at: number, spelling: Spelling, window: Window): boolean;
}

export class Encoded implements Matcher {
  readonly needles: readonly Spelling[];
  readonly behind: number;
  readonly ahead: number;
  readonly #inner: Matcher;
  readonly #codec: Codec;
  /** Inner needle of each spelling. */
  readonly #of: readonly number[];
  readonly #window: Window;

  constructor(inner: Matcher, codec: Codec) {
    this.#inner = inner;
    this.#codec = codec;
    this.behind = codec.behind(inner.behind);
    this.ahead = codec.ahead(inner.ahead);
    const spellings = inner.needles.map((needle) => codec.spellings(needle));
    this.needles = spellings.flat();
    this.#of = spellings.flatMap((list, index) => list.map(() => index));
    this.#window = new Window(inner.behind, inner.ahead + 8);
  }

  match(bytes: Uint8Array, at: number, needle: number): number {
    const window = this.#read(bytes, at, needle);
    if (!window) return -1;
    for (const first of this.#firsts(window, needle)) {
      const decoded = window.bytes.subarray(first, window.length);
      const end = this.#inner.match(decoded, window.needle - first, this.#of[needle]!);
      if (end > 0) return window.ends[first + end - 1]!;
    }
    return -1;
  }

  explain(bytes: Uint8Array, at: number, needle: number): Secret | undefined {
    const window = this.#read(bytes, at, needle);
    if (!window) return undefined;
    for (const first of this.#firsts(window, needle)) {
      const decoded = window.bytes.subarray(first, window.length);
      const secret = this.#inner.explain(decoded, window.needle - first, this.#of[needle]!);
      if (!secret) continue;
      const start = window.starts[first + secret.start]!;
      const end = window.ends[first + secret.end - 1]!;
      return { ...secret, start, end, encoding: this.#codec.encoding };
    }
    return undefined;
  }

  /**
   * Where the inner matcher's blob may begin: at the window's start; in base64 also at the needle, when the
   * key goes on as keys mostly do, since there nobody sees what letters stand before it.
   */
  #firsts(window: Window, needle: number): readonly number[] {
    const { text, inner } = this.#inner.needles[this.#of[needle]!]!;
    if (!inner || !this.#codec.hides) return [0];
    for (let index = 0; index < inner.length; index++) {
      const code = window.bytes[window.needle + text.length + index];
      if (code !== inner.charCodeAt(index)) return [0];
    }
    return [0, window.needle];
  }

  #read(bytes: Uint8Array, at: number, needle: number): Window | undefined {
    const window = this.#window;
    window.length = 0;
    window.needle = 0;
    if (!this.#codec.read(bytes, at, this.needles[needle]!, window)) return undefined;
    return this.#spells(window, this.#inner.needles[this.#of[needle]!]!) ? window : undefined;
  }

  /** Does the decoded text say the inner needle? */
  #spells(window: Window, { text, fold }: Needle): boolean {
    if (window.needle + text.length > window.length) return false;
    for (let index = 0; index < text.length; index++) {
      const code = window.bytes[window.needle + index]!;
      const wanted = text.charCodeAt(index);
      if (code !== wanted && !(fold && wanted >= 97 && (code | 32) === wanted)) return false;
    }
    return true;
  }
}
