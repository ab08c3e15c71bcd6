/**
 * The tree that git has already written for an index. Before its hooks run, `git commit` writes the
 * trees of the commit in the making and notes their ids in the index (its TREE extension); where that
 * note is complete, the commit's tree is its first id, and no entry has to be read at all. The note
 * stands at the end of the file, so it is looked for from there.
 */
import { CacheTree, passTree } from './cache-tree.ts';
import type { ReadTree, StagedEntry } from './staged-entries.ts';
import { DIRECTORY, differing, type TreeEntry } from './tree-entries.ts';
import type { Window } from './window.ts';

const TREE_NAME = Buffer.from('TREE');
const HEADER = 12;
/** How much of the file's end is looked at: mostly the first is enough. */
const TAILS = [1 << 14, 1 << 17, 1 << 20, 1 << 23];

/**
 * @param hashBytes 20 for SHA-1, 32 for SHA-256
 * @returns the tree's id; undefined where the index has changed since, or is of another kind
 */
export function writtenTree(window: Window, hashBytes: number): string | undefined {
  if (window.size < HEADER + hashBytes) return undefined;
  const headerAt = window.reach(0, HEADER);
  const count = window.bytes.readUInt32BE(headerAt + 8);
  for (const tail of TAILS) {
    const length = Math.min(tail, window.size - HEADER);
    const at = window.reach(window.size - length, length);
    const end = window.bytes.subarray(at, at + length - hashBytes);
    const note = lastNote(end, hashBytes);
    if (note) return note.entries === count ? note.oid : undefined;
    if (length < tail) break;
  }
  return undefined;
}

/** The last TREE extension from which the extensions lead exactly to the end. */
function lastNote(bytes: Buffer, hashBytes: number): CacheTree | undefined {
  let at = bytes.lastIndexOf(TREE_NAME);
  while (at >= 0) {
    const length = leadsToEnd(bytes, at) ? bytes.readUInt32BE(at + 4) : 0;
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (body[0] === 0 && passTree(body, 0, hashBytes) === length) {
      return new CacheTree(body, hashBytes, 0);
    }
    at = at === 0 ? -1 : bytes.lastIndexOf(TREE_NAME, at - 1);
  }
  return undefined;
}

/** `name length bytes`, one behind the other; a name in lower case must be understood, and is not. */
function leadsToEnd(bytes: Buffer, from: number): boolean {
  let at = from;
  while (at + 8 <= bytes.length) {
    if (bytes[at]! < 0x41 || bytes[at]! > 0x5a) return false;
    at += 8 + bytes.readUInt32BE(at + 4);
  }
  return at === bytes.length;
}

/**
 * What `git diff-index --cached` says, between HEAD's tree and the written one.
 * @param headTree undefined before the first commit
 * @returns undefined where a tree could not be read
 */
export function changedEntries(
  headTree: string | undefined,
  tree: string,
  readTree: ReadTree,
): StagedEntry[] | undefined {
  const found: StagedEntry[] = [];
  const bytesOf = (oid: string | undefined): Buffer | undefined => {
    const bytes = oid === undefined ? Buffer.alloc(0) : readTree(oid);
    return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  };
  const compare = (oldOid: string | undefined, oid: string, prefix: string): boolean => {
    const before = bytesOf(oldOid);
    const now = bytesOf(oid);
    const both = before && now && differing(before, now, oid.length / 2);
    if (!both) return false;
    for (const [name, entry] of both.now) {
      const old = both.before.get(name);
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
