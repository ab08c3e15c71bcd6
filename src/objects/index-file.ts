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

/** One directory that the index still knows the tree id of, and how many entries it spans. */
export interface CacheTree {
  /** Lower-case hex; undefined where the directory changed since its tree was written. */
  readonly oid: string | undefined;
  readonly entries: number;
  /** By name, one latin1 character a byte. */
  readonly children: ReadonlyMap<string, CacheTree>;
}

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
      tree = new CacheTreeReader(bytes.subarray(at + 8, at + 8 + length), hashBytes).read();
    }
    at += 8 + length;
  }
  return { tree };
}

/** `path NUL entries SP subtrees LF [id]`, then the subtrees in the same form. */
class CacheTreeReader {
  private at = 0;
  private readonly bytes: Buffer;
  private readonly hashBytes: number;

  constructor(bytes: Buffer, hashBytes: number) {
    this.bytes = bytes;
    this.hashBytes = hashBytes;
  }

  /** Undefined where the extension is damaged: then nothing is skipped and all trees are read. */
  read(): CacheTree | undefined {
    return this.node(0)?.tree;
  }

  private node(depth: number): { name: string; tree: CacheTree } | undefined {
    const nul = this.bytes.indexOf(0, this.at);
    const feed = nul < 0 ? -1 : this.bytes.indexOf(0x0a, nul);
    if (feed < 0 || depth > 4096) return undefined;
    const name = this.bytes.toString('latin1', this.at, nul);
    const counts = /^(-?\d{1,9}) (\d{1,9})$/.exec(this.bytes.toString('latin1', nul + 1, feed));
    if (!counts) return undefined;
    this.at = feed + 1;
    const entries = Number(counts[1]);
    const oid = entries < 0 ? undefined : this.oid();
    if (oid === '') return undefined;
    const children = new Map<string, CacheTree>();
    for (let left = Number(counts[2]); left > 0; left--) {
      const child = this.node(depth + 1);
      if (!child) return undefined;
      children.set(child.name, child.tree);
    }
    return { name, tree: { oid, entries, children } };
  }

  private oid(): string {
    const end = this.at + this.hashBytes;
    if (end > this.bytes.length) return '';
    const oid = this.bytes.toString('hex', this.at, end);
    this.at = end;
    return oid;
  }
}

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
  /** Version 4 stores a path as "drop n bytes of the last one, add these". */
  private prefixed: Buffer = Buffer.alloc(0);
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

  skip(entries: number): boolean {
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
      ? this.prefixed
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
    const nul = bytes.indexOf(0, at + 1);
    if (nul < 0 || nul >= this.limit || drop > this.prefixed.length) return false;
    const kept = this.prefixed.subarray(0, this.prefixed.length - drop);
    this.prefixed = Buffer.concat([kept, bytes.subarray(at + 1, nul)]);
    this.offset = nul + 1;
    return true;
  }
}
