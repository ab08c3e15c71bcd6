/**
 * Git's index file (gitformat-index(5)), versions 2 to 4, read front to back without building an
 * entry object for what is skipped. Whatever this reader does not know (split index, sparse index,
 * a future version) makes it say so by `undefined`, and the caller asks git itself.
 */

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
const FEED = 0x0a;
const SPACE = 0x20;
const MINUS = 0x2d;
const ZERO = 0x30;
/** Digits of a number of subtrees. */
const LONGEST_COUNT = 9;

export interface IndexFile {
  readonly version: number;
  readonly count: number;
  readonly hashBytes: number;
  readonly bytes: Buffer;
  readonly tree: CacheTree | undefined;
}

/**
 * Opens the bytes of an index.
 * @param hashBytes 20 for SHA-1, 32 for SHA-256
 * @returns undefined where only git should read this index
 */
export function parseIndex(bytes: Buffer, hashBytes: number): IndexFile | undefined {
  if (bytes.length < HEADER + hashBytes || bytes.readUInt32BE(0) !== SIGNATURE) return undefined;
  const version = bytes.readUInt32BE(4);
  const count = bytes.readUInt32BE(8);
  if (version < 2 || version > 4) return undefined;
  const cursor = new IndexCursor({ version, count, hashBytes, bytes, tree: undefined });
  if (!cursor.skip(count)) return undefined;
  const extensions = readExtensions(bytes, cursor.offset, hashBytes);
  return extensions && { version, count, hashBytes, bytes, tree: extensions.tree };
}

function readExtensions(
  bytes: Buffer,
  from: number,
  hashBytes: number,
): { tree: CacheTree | undefined } | undefined {
  const end = bytes.length - hashBytes;
  let tree: CacheTree | undefined;
  let at = from;
  while (at < end) {
    if (at + 8 > end) return undefined;
    const length = bytes.readUInt32BE(at + 4);
    if (at + 8 + length > end) return undefined;
    const required = bytes[at]! < 0x41 || bytes[at]! > 0x5a;
    if (required) return undefined;
    if (bytes.readUInt32BE(at) === TREE_EXTENSION) {
      tree = cacheTree(bytes.subarray(at + 8, at + 8 + length), hashBytes);
    }
    at += 8 + length;
  }
  return { tree };
}

/**
 * One directory of the TREE extension: `path NUL entries SP subtrees LF [id]`, then the subtrees in
 * the same form. `entries` is -1, and the id absent, where the directory changed since its tree was
 * written. Read in place: of ten thousand directories a commit asks for a handful.
 */
export class CacheTree {
  /** How many entries of the index lie in it; -1 where that is not known. */
  readonly entries: number;
  private readonly bytes: Buffer;
  private readonly hashBytes: number;
  private readonly subtrees: number;
  /** Offset behind `subtrees LF`. */
  private readonly bodyAt: number;
  private known: Map<string, CacheTree> | undefined;

  constructor(bytes: Buffer, hashBytes: number, at: number) {
    this.bytes = bytes;
    this.hashBytes = hashBytes;
    const nul = bytes.indexOf(0, at);
    const feed = bytes.indexOf(FEED, nul);
    const counts = bytes.toString('latin1', nul + 1, feed).split(' ');
    this.entries = Number(counts[0]);
    this.subtrees = Number(counts[1]);
    this.bodyAt = feed + 1;
  }

  /** Lower-case hex of the directory's tree. */
  get oid(): string | undefined {
    const { bytes, bodyAt, hashBytes } = this;
    return this.entries < 0 ? undefined : bytes.toString('hex', bodyAt, bodyAt + hashBytes);
  }

  /** By name, one latin1 character a byte. */
  get children(): ReadonlyMap<string, CacheTree> {
    if (this.known) return this.known;
    const known = new Map<string, CacheTree>();
    let at = this.bodyAt + (this.entries < 0 ? 0 : this.hashBytes);
    for (let left = this.subtrees; left > 0; left--) {
      const name = this.bytes.toString('latin1', at, this.bytes.indexOf(0, at));
      known.set(name, new CacheTree(this.bytes, this.hashBytes, at));
      at = passTree(this.bytes, at, this.hashBytes);
    }
    this.known = known;
    return known;
  }
}

/** Undefined where the extension is damaged: then nothing is skipped and all trees are read. */
function cacheTree(bytes: Buffer, hashBytes: number): CacheTree | undefined {
  if (passTree(bytes, 0, hashBytes) !== bytes.length) return undefined;
  return new CacheTree(bytes, hashBytes, 0);
}

/** Offset behind the directory at `at` and all below it; -1 where that is no such record. */
function passTree(bytes: Buffer, at: number, hashBytes: number): number {
  const end = bytes.length;
  for (let left = 1; left > 0; left--) {
    while (at < end && bytes[at] !== 0) at++;
    const changed = bytes[++at] === MINUS;
    if (changed) at++;
    let digits = at;
    while (isDigit(bytes[at])) at++;
    if (at === digits || bytes[at] !== SPACE) return -1;
    let subtrees = 0;
    for (digits = ++at; isDigit(bytes[at]); at++) subtrees = subtrees * 10 + bytes[at]! - ZERO;
    if (at === digits || at - digits > LONGEST_COUNT || bytes[at] !== FEED) return -1;
    at += changed ? 1 : 1 + hashBytes;
    if (at > end) return -1;
    left += subtrees;
  }
  return at;
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= ZERO && byte <= 0x39;

/** Walks the entries in order. The getters describe the entry that `next()` last moved to. */
export class IndexCursor {
  /** Offset of the next entry, in bytes. */
  offset = HEADER;
  /** Entries not yet visited; above 0 behind a failed `next()`, the file is damaged. */
  left: number;
  private entryAt = 0;
  private flags = 0;
  private extended = 0;
  private nameAt = 0;
  private nameEnd = 0;
  /** Version 4 stores a path as "drop n bytes of the last one, add these": it is built up here. */
  private prefixed: Buffer = Buffer.alloc(256);
  private prefixedLength = 0;
  private readonly index: IndexFile;
  private readonly limit: number;

  constructor(index: IndexFile) {
    this.index = index;
    this.left = index.count;
    this.limit = index.bytes.length - index.hashBytes;
  }

  /** False at the end, and where an entry does not fit into the file. */
  next(): boolean {
    if (this.left === 0) return false;
    const { bytes, hashBytes, version } = this.index;
    const flagsAt = this.offset + STAT_BYTES + hashBytes;
    if (flagsAt + 2 > this.limit) return false;
    this.entryAt = this.offset;
    this.flags = (bytes[flagsAt]! << 8) | bytes[flagsAt + 1]!;
    this.nameAt = flagsAt + 2;
    this.extended = 0;
    if (this.flags & FLAG_EXTENDED) {
      if (version < 3 || this.nameAt + 2 > this.limit) return false;
      this.extended = bytes.readUInt16BE(this.nameAt);
      this.nameAt += 2;
    }
    if (!(version === 4 ? this.prefixedName() : this.paddedName())) return false;
    this.left--;
    return true;
  }

  /** Moves on by so many entries; the last of them is the one that the getters describe. */
  skip(entries: number): boolean {
    const passed = this.index.version === 4 ? this.passPrefixed : this.passPadded;
    return entries === 0 || (passed.call(this, entries - 1) && this.next());
  }

  /** What `next()` does, with nothing kept: an index may have a million entries to pass over. */
  private passPadded(entries: number): boolean {
    const { bytes, hashBytes, version } = this.index;
    const { limit } = this;
    const flagsFrom = STAT_BYTES + hashBytes;
    let at = this.offset;
    for (let index = 0; index < entries; index++) {
      const flagsAt = at + flagsFrom;
      if (flagsAt + 4 > limit || index >= this.left) return false;
      const high = bytes[flagsAt]!;
      const length = ((high << 8) | bytes[flagsAt + 1]!) & NAME_MASK;
      const extended = ((high << 8) & FLAG_EXTENDED) !== 0;
      if (extended && version < 3) return false;
      const nameAt = flagsAt + (extended ? 4 : 2);
      const nameEnd = length < NAME_MASK ? nameAt + length : bytes.indexOf(0, nameAt);
      if (nameEnd < nameAt || bytes[nameEnd] !== 0) return false;
      at += (nameEnd - at + 8) & ~7;
    }
    this.offset = at;
    this.left -= entries;
    return at <= limit;
  }

  private passPrefixed(entries: number): boolean {
    for (let index = 0; index < entries; index++) if (!this.next()) return false;
    return true;
  }

  get mode(): number {
    return this.index.bytes.readUInt32BE(this.entryAt + MODE_AT);
  }

  /** Lower-case hex. */
  get oid(): string {
    const at = this.entryAt + STAT_BYTES;
    return this.index.bytes.toString('hex', at, at + this.index.hashBytes);
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
      : this.index.bytes.subarray(this.nameAt, this.nameEnd);
  }

  private paddedName(): boolean {
    const { bytes } = this.index;
    const length = this.flags & NAME_MASK;
    this.nameEnd = length < NAME_MASK ? this.nameAt + length : bytes.indexOf(0, this.nameAt);
    if (this.nameEnd < this.nameAt || this.nameEnd >= this.limit || bytes[this.nameEnd] !== 0) {
      return false;
    }
    const size = this.nameEnd - this.entryAt;
    this.offset = this.entryAt + ((size + 8) & ~7);
    return this.offset <= this.limit;
  }

  private prefixedName(): boolean {
    const { bytes } = this.index;
    let at = this.nameAt;
    let drop = bytes[at]! & 0x7f;
    while (bytes[at]! & 0x80) {
      at++;
      if (at >= this.limit || drop > 0xffffff) return false;
      drop = ((drop + 1) << 7) | (bytes[at]! & 0x7f);
    }
    const kept = this.prefixedLength - drop;
    if (kept < 0) return false;
    let length = kept;
    for (at++; at < this.limit && bytes[at] !== 0; at++) {
      if (length === this.prefixed.length)
        this.prefixed = Buffer.concat([this.prefixed], length * 2);
      this.prefixed[length++] = bytes[at]!;
    }
    this.prefixedLength = length;
    this.offset = at + 1;
    return at < this.limit;
  }
}
