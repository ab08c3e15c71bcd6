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
import { isLfsPointer, LFS_START } from './lfs.ts';
import { isAscii, isGits, nativePath, rawPath } from './raw.ts';

/** Why a file was not read. */
export interface Refusal {
  readonly reason: SkipReason;
  readonly detail?: string;
  readonly harmless: boolean;
}

/** What is read lies there: `bytes` are others after `grow`, which keeps the first of them. */
export interface Room {
  readonly bytes: Uint8Array;
  grow(wanted: number, kept: number): void;
}

const SLASH = 0x2f;
/** Most files fit, and the processor's caches hold it. */
export const FIRST_ROOM = 1 << 18;
// Windows has neither flag; there the folder's real path alone keeps the reader inside.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

export class Disk {
  private readonly root: string;
  /** Nothing where the root is the current folder: the system has fewer folders to go through. */
  private readonly before: string;
  private readonly plainRoot: boolean;
  private readonly realRoot: string;
  private readonly maxBytes: number;
  /** Folders that were looked at, with what is wrong with them. */
  private readonly folders = new Map<string, Refusal | undefined>([['', undefined]]);
  private folderBefore = '';
  private wrongBefore: Refusal | undefined;

  /**
   * @param root raw absolute path, without a final `/`
   * @param maxBytes a larger file is refused as `too-large`
   * @param here true where nothing changes the current folder as long as this lives
   */
  constructor(
    root: string,
    maxBytes: number,
    private readonly room: Room = new OwnRoom(),
    here = false,
  ) {
    this.root = root;
    this.before = here && sep === '/' && root === rawPath(process.cwd()) ? '' : `${root}/`;
    this.plainRoot = isAscii(root);
    this.realRoot = real(root === '' ? '/' : root).replace(/[\\/]$/, '');
    this.maxBytes = maxBytes;
  }

  /**
   * All bytes of the file, which are the first of its room: the next call overwrites them.
   * @param path relative to the root, `/`-separated
   * @param entered true where the caller has just read the file's folder, going from folder to folder
   * @param plain true where the path is known to be ASCII
   */
  read(path: string, entered = false, plain = false): Uint8Array | Refusal {
    const length = this.fill(path, entered, plain);
    return typeof length === 'number' ? this.bytes(length) : length;
  }

  /** What was read last. */
  bytes(length: number): Uint8Array {
    return this.room.bytes.subarray(0, length);
  }

  /** The same, and gives only how many bytes there are: a view of them costs as much as a system call. */
  fill(path: string, entered: boolean, plain: boolean): number | Refusal {
    const wrong = entered ? undefined : this.entered(path);
    if (wrong) return wrong;
    const full = this.placeOf(path);
    if (O_NOFOLLOW === 0 && isLink(full)) return this.linkText(full);
    let file: number;
    try {
      const native = plain && this.plainRoot ? full : nativePath(full);
      file = openSync(native, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    } catch (error) {
      return this.closed(full, error as NodeJS.ErrnoException);
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
  private content(file: number): number | Refusal {
    const { room, maxBytes } = this;
    let { bytes } = room;
    let length = readSync(file, bytes, 0, bytes.length, 0);
    if (length === 0 || length === bytes.length || length > maxBytes) {
      const status = fstatSync(file);
      if (!status.isFile()) return status.isDirectory() ? SUBMODULE : SPECIAL;
      if (status.size > maxBytes) return tooLarge(status.size);
      bytes = this.makeRoom(status.size + 1, length);
    }
    while (length > 0) {
      // For large files, and for those that grow while they are read.
      if (length === bytes.length) bytes = this.makeRoom(length * 2, length);
      const count = readSync(file, bytes, length, bytes.length - length, length);
      if (count === 0) break;
      length += count;
      if (length > maxBytes) return tooLarge(length);
    }
    return length > 0 && bytes[0] === LFS_START && isLfsPointer(bytes.subarray(0, length))
      ? LFS
      : length;
  }

  private makeRoom(wanted: number, kept: number): Uint8Array {
    const { room } = this;
    if (wanted > room.bytes.length) room.grow(Math.min(wanted, this.maxBytes + 1), kept);
    return room.bytes;
  }

  /** A link is its text, as git stores it. O_NOFOLLOW says ELOOP, on BSD EMLINK; a socket says ENXIO. */
  private closed(full: string, error: NodeJS.ErrnoException): number | Refusal {
    if (error.code === 'ENXIO') return SPECIAL;
    if (error.code !== 'ELOOP' && error.code !== 'EMLINK') return unreadable(error);
    return this.linkText(full);
  }

  private linkText(full: string): number | Refusal {
    const { bytes } = this.room;
    try {
      const text = readlinkSync(nativePath(full), { encoding: 'buffer' });
      bytes.set(text);
      return text.length;
    } catch (error) {
      return unreadable(error as NodeJS.ErrnoException);
    }
  }

  /** A damaged or hostile index can hold a path that begins with a slash. */
  private placeOf(path: string): string {
    return (path.charCodeAt(0) === SLASH ? `${this.root}/` : this.before) + path;
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
    const full = this.placeOf(folder);
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

class OwnRoom implements Room {
  bytes = Buffer.allocUnsafeSlow(FIRST_ROOM);

  grow(wanted: number, kept: number): void {
    const larger = Buffer.allocUnsafeSlow(wanted);
    this.bytes.copy(larger, 0, 0, kept);
    this.bytes = larger;
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
