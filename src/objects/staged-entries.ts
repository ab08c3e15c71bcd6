/**
 * What `git diff-index --cached HEAD` answers, without git: the index entries that HEAD's tree does
 * not hold in the same form. A directory whose tree id the index still knows, and HEAD shares, is
 * passed over whole, so that the cost follows what was staged and not the size of the repository.
 * Deleted paths are not reported: there is nothing of them to record.
 */
import type { CacheTree } from './cache-tree.ts';
import { IndexCursor, type IndexFile } from './index-file.ts';
import { DIRECTORY, parseTree, type TreeEntry } from './tree-entries.ts';

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

/** Reads the raw bytes of a tree; undefined where the caller cannot (git is asked instead). */
export type ReadTree = (oid: string) => Uint8Array | undefined;

const SLASH = 0x2f;

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
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return parseTree(view, this.index.hashBytes);
  }
}
