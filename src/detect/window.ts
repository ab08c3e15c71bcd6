/** What a codec has decoded around a needle (encoded.ts): characters, and where each stands in the bytes. */
import { epoch } from './epoch.ts';

/** A piece of text of two bytes a character, from `first` on. */
class Decoded {
  readonly bytes: Uint8Array;
  source: Uint8Array | undefined;
  epoch = -1;
  first = 0;
  until = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }
}

/** Decoded characters, and for each where its own spelling starts and ends in the bytes. */
export class Window {
  bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  length = 0;
  /** How many characters are wanted for now, and how many of them before the needle. */
  room = 0;
  left = 0;
  /** Where all take two bytes: where the first one starts, and where the bytes end. Otherwise -1. */
  base = -1;
  stop = 0;
  slot: object | undefined;
  /** What was decoded of such texts last, by where a character's two bytes stand. */
  readonly #last: (Decoded | undefined)[] = [undefined, undefined, undefined, undefined];
  /** Index of the decoded needle's first character. */
  needle = 0;
  /** How many decoded characters are wanted before the needle. */
  readonly behind: number;
  /** How many from the needle on, at least. */
  readonly ahead: number;

  constructor(behind: number, ahead: number) {
    const size = behind + ahead;
    this.behind = behind;
    this.ahead = ahead;
    this.bytes = new Uint8Array(size);
    this.starts = new Int32Array(size);
    this.ends = new Int32Array(size);
  }

  clear(room: number, left: number): void {
    this.left = left;
    this.length = 0;
    this.needle = 0;
    this.base = -1;
    this.room = room;
  }

  /**
   * Where all take two bytes: moves what was last decoded of the same bytes to its place in a window that
   * starts at `first`, and says how many characters that is. So a dense text is decoded once.
   */
  take(source: Uint8Array, first: number, shift: number, until: number): number {
    const slot = (first & 1) * 2 + (shift > 0 ? 1 : 0);
    const last = this.#last[slot] ?? new Decoded(this.bytes.length);
    this.#last[slot] = last;
    this.bytes = last.bytes;
    this.slot = last;
    const isSame = last.source === source && last.epoch === epoch.now;
    const ahead = (first - last.first) >> 1;
    const known = isSame && ahead >= 0 ? Math.max(0, last.until - ahead) : 0;
    if (known > 0 && ahead > 0) last.bytes.copyWithin(0, ahead, last.until);
    last.source = source;
    last.epoch = epoch.now;
    last.first = first;
    last.until = until;
    return known;
  }

  startOf(index: number): number {
    return this.base < 0 ? this.starts[index]! : this.base + index * 2;
  }

  endOf(index: number): number {
    return this.base < 0 ? this.ends[index]! : Math.min(this.base + index * 2 + 2, this.stop);
  }

  push(code: number, start: number, end: number): void {
    if (this.length === this.room) return;
    this.bytes[this.length] = code;
    this.starts[this.length] = start;
    this.ends[this.length++] = end;
  }
}
