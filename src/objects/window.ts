/**
 * A file seen through a window that moves. Reading 31 MB into fresh memory costs three times what
 * reading it into the same 256 KiB does, and an index is read front to back.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const USUAL_BYTES = 1 << 18;
/** Read where the reader has jumped, and may jump again. */
const FEW_BYTES = 1 << 16;

export class Window {
  /** Bytes in the file. */
  readonly size: number;
  /** What `reach` brought in; valid until the next `reach`. */
  bytes: Buffer;
  /** How much of `bytes` is of the file. */
  filled = 0;
  /** Offset in the file of bytes[0]. */
  private start = 0;
  private file: number | undefined;

  /** @param source path of a file, or bytes in its place */
  constructor(source: string | Buffer) {
    if (typeof source !== 'string') {
      this.bytes = source;
      this.size = source.length;
      this.filled = source.length;
      return;
    }
    this.file = openSync(source, 'r');
    this.size = fstatSync(this.file).size;
    this.bytes = Buffer.allocUnsafeSlow(Math.min(this.size, USUAL_BYTES));
  }

  /**
   * Makes the file's bytes [offset, offset + length) readable; they must lie inside the file.
   * @returns where in `bytes` they start
   * @throws Error where the file has become shorter
   */
  reach(offset: number, length: number): number {
    const at = offset - this.start;
    if (at >= 0 && at + length <= this.filled) return at;
    if (length > this.bytes.length) this.bytes = Buffer.allocUnsafeSlow(length);
    const onwards = at >= 0 && at <= this.filled;
    const wanted = onwards ? this.bytes.length : Math.max(length, FEW_BYTES);
    this.filled = this.read(this.bytes.subarray(0, wanted), offset);
    this.start = offset;
    if (this.filled < length) throw new Error('the file became shorter while it was read');
    return 0;
  }

  /** The same bytes in memory of their own. */
  copy(offset: number, length: number): Buffer {
    const copied = Buffer.allocUnsafeSlow(length);
    if (this.file === undefined) this.bytes.copy(copied, 0, offset, offset + length);
    else if (this.read(copied, offset) < length) throw new Error('the file became shorter');
    return copied;
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private read(into: Buffer, offset: number): number {
    if (this.file === undefined) return 0;
    let filled = 0;
    while (filled < into.length) {
      const got = readSync(this.file, into, filled, into.length - filled, offset + filled);
      if (got === 0) break;
      filled += got;
    }
    return filled;
  }
}
