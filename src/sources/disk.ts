/** Opens files below a root, and only there: never through a link, never a FIFO or a device. */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
} from 'node:fs';
import { dirname, sep } from 'node:path';
import { KeyfenceError } from '../errors.ts';
import type { Blob, Skip, SkipReason } from '../types.ts';
import { isLfsPointer } from './lfs.ts';
import { type Named, named as nameOf } from './names.ts';

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
const SLASH = 0x2f;

export class DiskReader {
  private readonly root: Buffer;
  private readonly realRoot: string;
  private readonly maxBytes: number;
  /** Whether a folder is, with all links resolved, inside of the root. */
  private readonly folders = new Map<string, boolean>();
  /** Lent out with every Blob. */
  private buffer = Buffer.allocUnsafeSlow(1 << 16);

  constructor(root: string, maxBytes: number) {
    this.root = Buffer.from(root.endsWith(sep) ? root : root + sep);
    this.realRoot = realpathSync(root);
    this.maxBytes = maxBytes;
  }

  /**
   * @param path relative to the root
   * @param asked true where a user named it: then it must be there
   * @returns undefined where there is no such file (git tracks it, the work tree has it not)
   * @throws KeyfenceError 'file-unreadable', 'usage'
   */
  read(path: Buffer, asked: boolean): Blob | Skip | undefined {
    const name = nameOf(path);
    const full = Buffer.concat([this.root, path]);
    const status = lstatSync(full, { throwIfNoEntry: false });
    if (status === undefined) {
      if (asked) throw new KeyfenceError('file-unreadable', name.path, 'there is no such file');
      return undefined;
    }
    if (!this.isInside(path, full)) {
      const next = 'Run keyfence where the file really is.';
      if (asked)
        throw new KeyfenceError('usage', `${name.path} leads out of the repository.`, next);
      return skip(name, 'symlink', 'a link on the way leads outside');
    }
    if (status.isSymbolicLink()) {
      return blob(
        name,
        Buffer.from(readlinkSync(full as unknown as string, { encoding: 'buffer' })),
      );
    }
    if (status.isDirectory()) return skip(name, 'submodule');
    if (!status.isFile()) return skip(name, 'special-file');
    return this.open(name, full);
  }

  private open(name: Named, full: Buffer): Blob | Skip {
    let file: number | undefined;
    try {
      file = openSync(full, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
      const status = fstatSync(file);
      if (!status.isFile()) return skip(name, 'special-file');
      if (status.size > this.maxBytes) return skip(name, 'too-large', `${status.size} bytes`);
      const bytes = this.content(file, status.size);
      if (bytes.length > this.maxBytes) return skip(name, 'too-large', 'it grows while it is read');
      return isLfsPointer(bytes) ? skip(name, 'lfs') : blob(name, bytes);
    } catch (error) {
      return skip(name, 'unreadable', (error as NodeJS.ErrnoException).code ?? 'unknown error');
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  /** To the end of the file, which may lie behind its size: `/proc`-like files say 0. */
  private content(file: number, size: number): Buffer {
    let filled = 0;
    if (this.buffer.length <= size) this.buffer = Buffer.allocUnsafeSlow(size + 1);
    for (;;) {
      const got = readSync(file, this.buffer, filled, this.buffer.length - filled, null);
      filled += got;
      if (got === 0 || filled > this.maxBytes) return this.buffer.subarray(0, filled);
      if (filled === this.buffer.length) this.buffer = Buffer.concat([this.buffer], filled * 2);
    }
  }

  /** By the folder that the file is in; the last part of a path is never followed. */
  private isInside(path: Buffer, full: Buffer): boolean {
    const slash = path.lastIndexOf(SLASH);
    if (slash < 0) return true;
    const key = path.toString('latin1', 0, slash);
    const known = this.folders.get(key);
    if (known !== undefined) return known;
    const folder = full.subarray(0, this.root.length + slash);
    const real = realpathSync(folder as unknown as string);
    const root = dirname(this.realRoot) === this.realRoot ? this.realRoot : this.realRoot + sep;
    const inside = `${real}${sep}`.startsWith(root);
    this.folders.set(key, inside);
    return inside;
  }
}

function blob(name: Named, bytes: Uint8Array): Blob {
  return { bytes, origin: { kind: 'file', ...name } };
}

const HARMLESS: readonly SkipReason[] = ['submodule', 'lfs', 'special-file', 'symlink'];

function skip(name: Named, reason: SkipReason, detail?: string): Skip {
  const harmless = HARMLESS.includes(reason);
  return { ...name, reason, ...(detail !== undefined && { detail }), harmless };
}
