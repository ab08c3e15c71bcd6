/**
 * Reads files below a root, and only there: links are read as their text and never followed, a folder
 * that leads out of the root is not entered, and what is no regular file is not read (a FIFO would wait
 * for ever). Paths are raw (see `raw.ts`).
 */
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
import { sep } from 'node:path';
import type { SkipReason } from '../types.ts';
import { isLfsPointer } from './lfs.ts';
import { isGits, nativePath } from './raw.ts';

/** Why a file was not read. */
export interface Refusal {
  readonly reason: SkipReason;
  readonly detail?: string;
  readonly harmless: boolean;
}

/** Most files fit, and the processor's caches hold it. */
const FIRST_ROOM = 1 << 18;
// Windows has neither flag; there the folder's real path alone keeps the reader inside.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

export class Disk {
  private readonly root: string;
  private readonly realRoot: string;
  private readonly maxBytes: number;
  /** Folders that were looked at, with what is wrong with them. */
  private readonly folders = new Map<string, Refusal | undefined>([['', undefined]]);
  private folderBefore = '';
  private wrongBefore: Refusal | undefined;
  private room = Buffer.allocUnsafeSlow(FIRST_ROOM);

  /**
   * @param root raw absolute path, without a final `/`
   * @param maxBytes a larger file is refused as `too-large`
   */
  constructor(root: string, maxBytes: number) {
    this.root = root;
    this.realRoot = real(root === '' ? '/' : root).replace(/[\\/]$/, '');
    this.maxBytes = maxBytes;
  }

  /**
   * All bytes of the file, in memory that the next call uses again.
   * @param path relative to the root, `/`-separated
   * @param entered true where the caller has just read the file's folder, going from folder to folder
   */
  read(path: string, entered = false): Buffer | Refusal {
    const wrong = entered ? undefined : this.entered(path);
    if (wrong) return wrong;
    const full = `${this.root}/${path}`;
    if (O_NOFOLLOW === 0 && isLink(full)) return linkText(full);
    let file: number;
    try {
      file = openSync(nativePath(full), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    } catch (error) {
      return closed(full, error as NodeJS.ErrnoException);
    }
    try {
      return this.content(file);
    } catch (error) {
      return unreadable(error as NodeJS.ErrnoException);
    } finally {
      closeSync(file);
    }
  }

  /**
   * Read by position, which pipes and terminals refuse; a device that does not is endless or empty. So a
   * file that ends within the room needs no `fstat`, which takes longer than the read that proves its end.
   */
  private content(file: number): Buffer | Refusal {
    let length = readSync(file, this.room, 0, this.room.length, 0);
    if (length === 0 || length === this.room.length || length > this.maxBytes) {
      const status = fstatSync(file);
      if (!status.isFile()) return status.isDirectory() ? SUBMODULE : SPECIAL;
      if (status.size > this.maxBytes) return tooLarge(status.size);
      this.makeRoom(status.size + 1, length);
    }
    while (length > 0) {
      if (length === this.room.length) this.makeRoom(length * 2, length);
      const count = readSync(file, this.room, length, this.room.length - length, length);
      if (count === 0) break;
      length += count;
      if (length > this.maxBytes) return tooLarge(length);
    }
    const bytes = this.room.subarray(0, length);
    return isLfsPointer(bytes) ? LFS : bytes;
  }

  /** For large files, and for those that grow while they are read. */
  private makeRoom(wanted: number, kept: number): void {
    if (wanted <= this.room.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.min(wanted, this.maxBytes + 1));
    this.room.copy(larger, 0, 0, kept);
    this.room = larger;
  }

  /** What is wrong with the file's folder. Files come by folder, so the last answer mostly serves. */
  private entered(path: string): Refusal | undefined {
    const folder = folderOf(path);
    if (folder === this.folderBefore) return this.wrongBefore;
    this.wrongBefore = this.checked(folder);
    this.folderBefore = folder;
    return this.wrongBefore;
  }

  private checked(folder: string): Refusal | undefined {
    if (this.folders.has(folder)) return this.folders.get(folder);
    const wrong = this.checked(folderOf(folder)) ?? this.look(folder);
    this.folders.set(folder, wrong);
    return wrong;
  }

  /** The folder above is known to be inside. */
  private look(folder: string): Refusal | undefined {
    const full = `${this.root}/${folder}`;
    // A damaged or hostile index can say so.
    if (/(^|\/)\.{1,2}$/.test(folder) || isGits(folder)) return NOT_BELOW;
    try {
      if (lstatSync(nativePath(full)).isDirectory()) return undefined;
      const inside = `${real(full)}${sep}`.startsWith(this.realRoot + sep);
      return inside ? undefined : OUTSIDE;
    } catch (error) {
      return unreadable(error as NodeJS.ErrnoException);
    }
  }
}

const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const MISSING: Refusal = {
  reason: 'missing',
  detail: 'gone from the disk while the scan ran',
  harmless: false,
};
const SUBMODULE: Refusal = { reason: 'submodule', harmless: true };
const SPECIAL: Refusal = { reason: 'special-file', harmless: true };
const LFS: Refusal = { reason: 'lfs', harmless: true };
const OUTSIDE: Refusal = {
  reason: 'symlink',
  detail: 'a link on the way leads outside',
  harmless: true,
};

const NOT_BELOW: Refusal = {
  reason: 'unreadable',
  detail: 'such a path is not allowed in a work tree',
  harmless: false,
};

const tooLarge = (size: number): Refusal => ({
  reason: 'too-large',
  detail: `${size} bytes`,
  harmless: false,
});

/** A link is its text, as git stores it. O_NOFOLLOW says ELOOP, on BSD EMLINK; a socket says ENXIO. */
function closed(full: string, error: NodeJS.ErrnoException): Buffer | Refusal {
  if (error.code === 'ENXIO') return SPECIAL;
  if (error.code !== 'ELOOP' && error.code !== 'EMLINK') return unreadable(error);
  return linkText(full);
}

function linkText(full: string): Buffer | Refusal {
  try {
    return readlinkSync(nativePath(full), { encoding: 'buffer' });
  } catch (error) {
    return unreadable(error as NodeJS.ErrnoException);
  }
}

const isLink = (full: string) =>
  lstatSync(nativePath(full), { throwIfNoEntry: false })?.isSymbolicLink() === true;

function unreadable({ code = 'unknown error' }: NodeJS.ErrnoException): Refusal {
  if (code === 'ENOENT' || code === 'ENOTDIR') return MISSING;
  if (code === 'EISDIR') return SUBMODULE;
  if (code === 'ESPIPE' || code === 'EAGAIN') return SPECIAL;
  return { reason: 'unreadable', detail: code, harmless: false };
}

/** With all links resolved. */
const real = (raw: string): string =>
  realpathSync.native(nativePath(raw), { encoding: 'buffer' }).toString('latin1');
