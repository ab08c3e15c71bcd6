/**
 * What `git diff-index --cached HEAD` answers, without git: the index entries that HEAD's tree does
 * not hold in the same form. A directory whose tree id the index still knows, and HEAD shares, is
 * passed over whole, so that the cost follows what was staged and not the size of the repository.
 * Deleted paths are not reported: there is nothing of them to record.
 */
import type { CacheTree } from './cache-tree.ts';
import { IndexCursor, type IndexFile } from './index-file.ts';

export interface StagedEntry {
  /** As in the index: 0o100644, 0o100755, 0o120000 (symlink) or 0o160000 (submodule). */
  readonly mode: number;
  readonly oid: string;
  /** What HEAD holds at this path, where it holds a file there. */
  readonly oldMode: number | undefined;
  readonly oldOid: string | undefined;
  /** A copy; the caller owns it. */
  readonly path: Buffer;
  /** 0, or 1 to 3 where a merge is not resolved. */
  readonly stage: number;
}

interface TreeEntry {
  readonly mode: number;
  readonly oid: string;
}

/** Reads the raw bytes of a tree; undefined where the caller cannot (git is asked instead). */
export type ReadTree = (oid: string) => Uint8Array | undefined;

const DIRECTORY = 0o040000;
const SLASH = 0x2f;
const SPACE = 0x20;

/**
 * @param headTree id of HEAD's tree; undefined before the first commit
 * @returns undefined where a tree could not be read or the index contradicts itself
 */
export function stagedEntries(
  index: IndexFile,
  headTree: string | undefined,
  readTree: ReadTree,
): StagedEntry[] | undefined {
  const walk = new Walk(index, readTree);
  return walk.run(headTree) ? walk.found : undefined;
}

/**
 * The same between two trees, where the commit's own is written already (written-tree.ts).
 * @returns undefined where a tree could not be read
 */
export function changedEntries(
  headTree: string | undefined,
  tree: string,
  readTree: ReadTree,
): StagedEntry[] | undefined {
  const found: StagedEntry[] = [];
  const entriesOf = (oid: string | undefined) => {
    if (oid === undefined) return new Map<string, TreeEntry>();
    const bytes = readTree(oid);
    return bytes && parseTree(asBuffer(bytes), oid.length / 2);
  };
  const compare = (oldOid: string | undefined, oid: string, prefix: string): boolean => {
    const before = entriesOf(oldOid);
    const now = entriesOf(oid);
    if (!before || !now) return false;
    for (const [name, entry] of now) {
      const old = before.get(name);
      if (old?.oid === entry.oid && old.mode === entry.mode) continue;
      const path = prefix + name;
      const oldFile = old?.mode === DIRECTORY ? undefined : old;
      if (entry.mode !== DIRECTORY) {
        found.push(staged(entry, oldFile, Buffer.from(path, 'latin1')));
      } else if (!compare(oldFile ? undefined : old?.oid, entry.oid, `${path}/`)) return false;
    }
    return true;
  };
  return headTree === tree || compare(headTree, tree, '') ? found : undefined;
}

function staged({ mode, oid }: TreeEntry, old: TreeEntry | undefined, path: Buffer): StagedEntry {
  return { mode, oid, oldMode: old?.mode, oldOid: old?.oid, path, stage: 0 };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

class Walk {
  readonly found: StagedEntry[] = [];
  private readonly index: IndexFile;
  private readonly readTree: ReadTree;
  private readonly cursor: IndexCursor;
  /** No entry is left, or the next one does not fit. */
  private done = false;

  constructor(index: IndexFile, readTree: ReadTree) {
    this.index = index;
    this.readTree = readTree;
    this.cursor = new IndexCursor(index);
  }

  run(headTree: string | undefined): boolean {
    const { tree } = this.index;
    if (headTree !== undefined && tree?.oid === headTree && tree.entries === this.index.count) {
      return true;
    }
    this.advance(1);
    return this.directory(headTree, tree, 0) && this.cursor.left === 0;
  }

  private advance(entries: number): void {
    this.done = !this.cursor.skip(entries);
  }

  /** The cursor stands on the directory's first entry, and afterwards on the first one behind it. */
  private directory(
    oid: string | undefined,
    cached: CacheTree | undefined,
    depth: number,
  ): boolean {
    const held = this.entriesOf(oid);
    if (!held) return false;
    if (this.done) return true;
    const prefix = Buffer.from(this.cursor.path.subarray(0, depth));
    while (!this.done && this.cursor.path.subarray(0, depth).equals(prefix)) {
      const { path } = this.cursor;
      const slash = path.indexOf(SLASH, depth);
      if (slash < 0) {
        this.file(held.get(path.toString('latin1', depth)));
        this.advance(1);
        continue;
      }
      const name = path.toString('latin1', depth, slash);
      if (!this.subdirectory(held.get(name), cached?.children.get(name), slash + 1)) return false;
    }
    return true;
  }

  private subdirectory(
    held: TreeEntry | undefined,
    cached: CacheTree | undefined,
    depth: number,
  ): boolean {
    const oid = held?.mode === DIRECTORY ? held.oid : undefined;
    if (oid !== undefined && cached?.oid === oid && cached.entries > 0) {
      this.advance(cached.entries);
      return true;
    }
    return this.directory(oid, cached, depth);
  }

  private file(held: TreeEntry | undefined): void {
    const { mode, oid, stage, intentToAdd, path } = this.cursor;
    if (intentToAdd) return;
    const old = held?.mode === DIRECTORY ? undefined : held;
    if (stage === 0 && old?.oid === oid && old.mode === mode) return;
    const copy = Buffer.from(path);
    this.found.push({ mode, oid, oldMode: old?.mode, oldOid: old?.oid, path: copy, stage });
  }

  private entriesOf(oid: string | undefined): Map<string, TreeEntry> | undefined {
    if (oid === undefined) return new Map();
    const bytes = this.readTree(oid);
    if (!bytes) return undefined;
    return parseTree(asBuffer(bytes), this.index.hashBytes);
  }
}

/** `mode SP name NUL id`, repeated. Undefined where the bytes are no tree. */
function parseTree(bytes: Buffer, hashBytes: number): Map<string, TreeEntry> | undefined {
  const entries = new Map<string, TreeEntry>();
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(SPACE, at);
    const nul = space < 0 ? -1 : bytes.indexOf(0, space);
    const next = nul + 1 + hashBytes;
    if (nul < 0 || next > bytes.length) return undefined;
    const mode = Number.parseInt(bytes.toString('latin1', at, space), 8);
    const oid = bytes.toString('hex', nul + 1, next);
    entries.set(bytes.toString('latin1', space + 1, nul), { mode: canonical(mode), oid });
    at = next;
  }
  return entries;
}

/** Old trees hold modes such as 100664; git compares the canonical form. */
function canonical(mode: number): number {
  if ((mode & 0o170000) !== 0o100000) return mode;
  return mode & 0o100 ? 0o100755 : 0o100644;
}
