/**
 * The bytes of one pack file, read in windows: a scan touches every byte once, mostly in order, and
 * never holds the file. A pack starts with `PACK`, version 2 or 3, the number of objects; it ends
 * with a checksum.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Small windows, many of them: the walk goes from an entry to its deltas, which lie all over the pack,
 * and a large window is mostly read for one entry of fifty bytes.
 */
const WINDOW = 1 << 13;
const SLOTS = 4096;
const HEADER = 12;

export class Pack {
  readonly size: number;
  readonly count: number;
  /** Descriptor of the open file; threads of one process read through the same one. */
  readonly file: number;
  /** After `view`: the bytes asked for start at bytes[at]. Valid until the next `view`. */
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;

  readonly #windows: (Uint8Array | undefined)[] = new Array(SLOTS).fill(undefined);
  readonly #held = new Float64Array(SLOTS).fill(-1);
  #scratch = new Uint8Array(1 << 16);

  /**
   * @param file the same pack, opened elsewhere; who opened it closes it
   * @throws Error in plain words where the file is no pack
   */
  constructor(
    readonly path: string,
    file?: number,
  ) {
    this.file = file === undefined ? openSync(path, 'r') : file;
    try {
      this.size = fstatSync(this.file).size;
      const head = Buffer.alloc(HEADER);
      const got = readSync(this.file, head, 0, HEADER, 0);
      if (got < HEADER || head.toString('latin1', 0, 4) !== 'PACK')
        throw new Error('no pack header');
      const version = head.readUInt32BE(4);
      if (version !== 2 && version !== 3) throw new Error(`pack version ${version} is not known`);
      this.count = head.readUInt32BE(8);
    } catch (error) {
      if (file === undefined) this.close();
      throw error;
    }
  }

  close(): void {
    closeSync(this.file);
  }

  /**
   * Makes `length` bytes at `offset` readable at bytes[at]. Both are within the file: callers clip.
   * @throws Error where the file has become shorter
   */
  view(offset: number, length: number): void {
    const window = Math.floor(offset / WINDOW);
    const within = offset - window * WINDOW;
    if (within + length > WINDOW) {
      if (length > this.#scratch.length) this.#scratch = new Uint8Array(length);
      this.fill(this.#scratch, 0, length, offset);
      this.bytes = this.#scratch;
      this.at = 0;
      return;
    }
    const slot = window % SLOTS;
    if (this.#held[slot] !== window) this.#load(slot, window);
    this.bytes = this.#windows[slot]!;
    this.at = within;
  }

  /** Gives back the memory of a long entry. */
  trim(): void {
    if (this.#scratch.length > 1 << 20) this.#scratch = new Uint8Array(1 << 16);
    this.bytes = this.#scratch;
  }

  /** Reads straight into the caller's bytes, for the sweep that goes through the whole file once. */
  readInto(buffer: Uint8Array, offset: number): number {
    return readSync(this.file, buffer, 0, buffer.length, offset);
  }

  /**
   * Reads into bytes[at, at + length), all of which is within the file.
   * @throws Error where the file has become shorter
   */
  fill(bytes: Uint8Array, at: number, length: number, offset: number): void {
    let done = 0;
    while (done < length) {
      const got = readSync(this.file, bytes, at + done, length - done, offset + done);
      if (got === 0) throw new Error('the pack is cut short');
      done += got;
    }
  }

  #load(slot: number, window: number): void {
    this.#held[slot] = -1;
    const bytes = this.#windows[slot] ?? new Uint8Array(WINDOW);
    this.#windows[slot] = bytes;
    const start = window * WINDOW;
    this.fill(bytes, 0, Math.min(WINDOW, this.size - start), start);
    this.#held[slot] = window;
  }
}
