/**
 * Git's index file (gitformat-index(5)), versions 2 to 4, read front to back through a window and
 * without building an entry object for what is passed over: fresh memory for 300,000 entries costs
 * more than reading them. Whatever this reader does not know (split index, sparse index, a future
 * version) makes it say so by `undefined`, and the caller asks git itself.
 */
import { type CacheTree, cacheTree } from './cache-tree.ts';
import type { Window } from './window.ts';

export type { CacheTree };

/** `DIRC`, version, number of entries: three 32-bit integers, big-endian. */
const HEADER = 12;
const SIGNATURE = 0x44495243;
const TREE_EXTENSION = 0x54524545;
/** Before the object id: ctime 8, mtime 8, dev 4, ino 4, mode 4, uid 4, gid 4, size 4. */
const STAT_BYTES = 40;
const MODE_AT = 24;
const FLAG_EXTENDED = 0x4000;
const EXTENDED_INTENT_TO_ADD = 0x2000;
const NAME_MASK = 0xfff;
/** Behind the id: flags, extended flags, a name of up to this many bytes, its NUL and padding. */
const USUAL_REST = 4 + NAME_MASK + 8;
/** Entries between two places that a cursor can jump to. */
const STRIDE = 1024;

/** Where every so many-th entry starts, and in version 4 the path before it. */
interface Mark {
  readonly offset: number;
  readonly before: Buffer | undefined;
}

export interface IndexFile {
  readonly version: number;
  readonly count: number;
  readonly hashBytes: number;
  readonly window: Window;
  /** Mark n stands before entry n × STRIDE. */
  readonly marks: readonly Mark[];
  readonly tree: CacheTree | undefined;
}

/**
 * Reads an index as far as its directory needs it.
 * @param window belongs to the caller, who closes it; cursors read through it
 * @param hashBytes 20 for SHA-1, 32 for SHA-256
 * @returns undefined where only git should read this index
 * @throws Error from node:fs
 */
export function readIndex(window: Window, hashBytes: number): IndexFile | undefined {
  if (window.size < HEADER + hashBytes) return undefined;
  const at = window.reach(0, HEADER);
  if (window.bytes.readUInt32BE(at) !== SIGNATURE) return undefined;
  const version = window.bytes.readUInt32BE(at + 4);
  const count = window.bytes.readUInt32BE(at + 8);
  if (version < 2 || version > 4) return undefined;
  const marks: Mark[] = [];
  const blank = { version, count, hashBytes, window, marks, tree: undefined };
  const cursor = new IndexCursor(blank);
  for (let left = count; left > 0; left -= STRIDE) {
    marks.push(cursor.mark());
    if (!cursor.skip(Math.min(left, STRIDE))) return undefined;
  }
  const extensions = readExtensions(window, cursor.offset, hashBytes);
  return extensions && { ...blank, tree: extensions.tree };
}

/** `name length bytes`, one behind the other; a name in lower case must be understood. */
function readExtensions(
  window: Window,
  from: number,
  hashBytes: number,
): { tree: CacheTree | undefined } | undefined {
  const end = window.size - hashBytes;
  let tree: CacheTree | undefined;
  let offset = from;
  while (offset < end) {
    if (offset + 8 > end) return undefined;
    const at = window.reach(offset, 8);
    const length = window.bytes.readUInt32BE(at + 4);
    if (offset + 8 + length > end) return undefined;
    const first = window.bytes[at]!;
    if (first < 0x41 || first > 0x5a) return undefined;
    if (window.bytes.readUInt32BE(at) === TREE_EXTENSION) {
      tree = cacheTree(window.copy(offset + 8, length), hashBytes);
    }
    offset += 8 + length;
  }
  return { tree };
}

/** Walks the entries in order. The getters describe the entry that `next()` last moved to. */
export class IndexCursor {
  /** Offset of the next entry in the file, in bytes. */
  offset = HEADER;
  /** Entries not yet visited; above 0 behind a failed `next()`, the file is damaged. */
  left: number;
  /** Where in the window's bytes the entry and its name are. */
  private entryAt = 0;
  private nameAt = 0;
  private nameEnd = 0;
  private flags = 0;
  private extended = 0;
  /** Version 4 stores a path as "drop n bytes of the last one, add these": it is built up here. */
  private prefixed: Buffer = Buffer.alloc(256);
  private prefixedLength = 0;
  private readonly index: IndexFile;
  private readonly limit: number;

  constructor(index: IndexFile) {
    this.index = index;
    this.left = index.count;
    this.limit = index.window.size - index.hashBytes;
  }

  /** False at the end, and where an entry does not fit into the file. */
  next(): boolean {
    if (this.left === 0) return false;
    const { window, hashBytes, version } = this.index;
    const room = this.limit - this.offset;
    const fixed = STAT_BYTES + hashBytes;
    if (room < fixed + 3) return false;
    this.entryAt = window.reach(this.offset, Math.min(room, fixed + USUAL_REST));
    const flagsAt = this.entryAt + fixed;
    this.flags = window.bytes.readUInt16BE(flagsAt);
    this.nameAt = flagsAt + 2;
    this.extended = 0;
    if (this.flags & FLAG_EXTENDED) {
      if (version < 3 || room < fixed + 5) return false;
      this.extended = window.bytes.readUInt16BE(this.nameAt);
      this.nameAt += 2;
    }
    if (!(version === 4 ? this.prefixedName() : this.paddedName())) return false;
    this.left--;
    return true;
  }

  /**
   * Moves on by so many entries; the last of them is the one that the getters describe. False where
   * there are not so many: then none is left, or the file is damaged.
   */
  skip(entries: number): boolean {
    if (entries === 0) return true;
    const stop = Math.max(this.left - entries, -1) + 1;
    this.jump(stop);
    const passed = this.index.version === 4 ? this.passPrefixed(stop) : this.passPadded(stop);
    return passed && this.next();
  }

  /** A place to come back to. */
  mark(): Mark {
    const prefixed = this.index.version === 4;
    const before = prefixed && Buffer.from(this.prefixed.subarray(0, this.prefixedLength));
    return { offset: this.offset, before: before || undefined };
  }

  get mode(): number {
    return this.index.window.bytes.readUInt32BE(this.entryAt + MODE_AT);
  }

  /** Lower-case hex. */
  get oid(): string {
    const at = this.entryAt + STAT_BYTES;
    return this.index.window.bytes.toString('hex', at, at + this.index.hashBytes);
  }

  /** 0 for a normal entry, 1 to 3 in an unresolved merge. */
  get stage(): number {
    return (this.flags >> 12) & 3;
  }

  get intentToAdd(): boolean {
    return (this.extended & EXTENDED_INTENT_TO_ADD) !== 0;
  }

  /** The path's bytes; valid until the next move. */
  get path(): Buffer {
    return this.index.version === 4
      ? this.prefixed.subarray(0, this.prefixedLength)
      : this.index.window.bytes.subarray(this.nameAt, this.nameEnd);
  }

  /** The same as a string, one character a byte: no Buffer is made for it. */
  get rawPath(): string {
    return this.index.version === 4
      ? this.prefixed.toString('latin1', 0, this.prefixedLength)
      : this.index.window.bytes.toString('latin1', this.nameAt, this.nameEnd);
  }

  /** To the last mark that leaves at least so many entries. */
  private jump(left: number): void {
    const { marks, count } = this.index;
    const nearest = Math.min(Math.floor((count - left) / STRIDE), marks.length - 1);
    const mark = marks[nearest];
    if (mark === undefined || nearest * STRIDE <= count - this.left) return;
    this.offset = mark.offset;
    this.left = count - nearest * STRIDE;
    if (mark.before) {
      this.prefixed = Buffer.concat([mark.before], mark.before.length + 256);
      this.prefixedLength = mark.before.length;
    }
  }

  /** What `next()` does until so many are left, with nothing kept: there may be a million to pass. */
  private passPadded(stop: number): boolean {
    const most = STAT_BYTES + this.index.hashBytes + USUAL_REST;
    while (this.left > stop) {
      // The last entries of the file and the longest names are read with more care.
      const usual = this.limit - this.offset >= most ? this.passWindow(stop, most) : 0;
      if (usual < 0 || (usual === 0 && !this.next())) return false;
    }
    return true;
  }

  /** Passes what the window holds. Returns how many entries, -1 where one does not fit. */
  private passWindow(stop: number, most: number): number {
    const { window, hashBytes, version } = this.index;
    const start = window.reach(this.offset, most);
    const { bytes } = window;
    const last = Math.min(window.filled, start + this.limit - this.offset) - most;
    const flagsFrom = STAT_BYTES + hashBytes;
    let at = start;
    let { left } = this;
    while (left > stop && at <= last) {
      const high = bytes[at + flagsFrom]!;
      const length = ((high << 8) | bytes[at + flagsFrom + 1]!) & NAME_MASK;
      const extended = (high << 8) & FLAG_EXTENDED;
      if (length === NAME_MASK || (extended && version < 3)) break;
      const nameEnd = at + flagsFrom + (extended ? 4 : 2) + length;
      if (bytes[nameEnd] !== 0) return -1;
      at += (nameEnd - at + 8) & ~7;
      left--;
    }
    const passed = this.left - left;
    this.offset += at - start;
    this.left = left;
    return passed;
  }

  private passPrefixed(stop: number): boolean {
    while (this.left > stop) if (!this.next()) return false;
    return true;
  }

  private paddedName(): boolean {
    const length = this.flags & NAME_MASK;
    const from = this.nameAt - this.entryAt;
    this.nameEnd = length < NAME_MASK ? this.nameAt + length : this.nul(from);
    this.nameAt = this.entryAt + from;
    if (this.nameEnd < this.nameAt || this.index.window.bytes[this.nameEnd] !== 0) return false;
    this.offset += (this.nameEnd - this.entryAt + 8) & ~7;
    return this.offset <= this.limit;
  }

  private prefixedName(): boolean {
    const { window } = this.index;
    let at = this.nameAt;
    let drop = window.bytes[at]! & 0x7f;
    while (window.bytes[at]! & 0x80) {
      at++;
      if (drop > 0xffffff) return false;
      drop = ((drop + 1) << 7) | (window.bytes[at]! & 0x7f);
    }
    const from = at + 1 - this.entryAt;
    const end = this.nul(from);
    const kept = this.prefixedLength - drop;
    if (end < 0 || kept < 0) return false;
    const length = kept + end - this.entryAt - from;
    if (length > this.prefixed.length) this.prefixed = Buffer.concat([this.prefixed], length * 2);
    window.bytes.copy(this.prefixed, kept, this.entryAt + from, end);
    this.prefixedLength = length;
    this.offset += end + 1 - this.entryAt;
    return true;
  }

  /** Where in the window's bytes the first NUL is, `from` bytes or more behind the entry's start; or -1. */
  private nul(from: number): number {
    const { window } = this.index;
    const room = this.limit - this.offset;
    for (let length = STAT_BYTES + USUAL_REST; ; length *= 4) {
      const held = Math.min(room, length);
      this.entryAt = window.reach(this.offset, held);
      const at = window.bytes.indexOf(0, this.entryAt + from);
      if (at >= 0 && at < this.entryAt + held) return at;
      if (held === room) return -1;
    }
  }
}
