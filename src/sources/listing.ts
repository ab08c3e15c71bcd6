/**
 * What a commit would record that HEAD does not hold: from the index by our own eyes where the
 * repository is an everyday one, else from `git diff-index`. Both give the same list; git's costs a
 * process, which is a quarter of the hook's time.
 */
import { readFileSync } from 'node:fs';
import { KeyfenceError } from '../errors.ts';
import { type Repository, readHead } from '../git.ts';
import { type IndexFile, readIndex } from '../objects/index-file.ts';
import { type StagedEntry, stagedEntries } from '../objects/staged-entries.ts';
import { Window } from '../objects/window.ts';
import { changedEntries, writtenTree } from '../objects/written-tree.ts';
import type { Objects } from './objects.ts';

const SHA1_BYTES = 20;
/** Bytes; to read such an index costs less than to inflate the trees that were written for it. */
const SMALL_INDEX = 1 << 18;
const NUL = 0;
/** The first line of every commit. */
const TREE_LINE = /^tree ([0-9a-f]{40})\n$/;

/** @throws KeyfenceError 'git-failed', 'dubious-ownership', 'corrupt-index' */
export async function list(repo: Repository, objects: Objects): Promise<readonly StagedEntry[]> {
  const own = repo.plain ? await fromIndex(repo, objects) : undefined;
  if (own) return own;
  const entries = await fromGit(repo).catch(async (error) => {
    await checkIndex(repo);
    throw error;
  });
  await checkIndex(repo);
  return entries;
}

/** git reads past the end of a damaged index and lists what it finds there, so its checksum is checked. */
async function checkIndex(repo: Repository): Promise<void> {
  const { createHash } = await import('node:crypto');
  let bytes: Buffer;
  try {
    bytes = readFileSync(repo.indexFile);
  } catch {
    return; // There is none before the first `git add`.
  }
  const end = Math.max(0, bytes.length - (repo.hash === 'sha1' ? 20 : 32));
  const sum = bytes.subarray(end);
  // index.skipHash leaves zeros.
  const fits =
    createHash(repo.hash).update(bytes.subarray(0, end)).digest().equals(sum) ||
    (end > 0 && sum.every((byte) => byte === 0));
  if (!fits) throw new KeyfenceError('corrupt-index', repo.indexFile);
}

/** @returns undefined where git has to be asked: a split index, a broken ref, a damaged file … */
export async function fromIndex(
  repo: Repository,
  objects: Objects,
): Promise<readonly StagedEntry[] | undefined> {
  const head = readHead(repo);
  if (head === undefined) return undefined;
  let window: Window | undefined;
  try {
    window = new Window(repo.indexFile);
    const written = window.size > SMALL_INDEX ? writtenTree(window, SHA1_BYTES) : undefined;
    const index = written === undefined ? readIndex(window, SHA1_BYTES) : undefined;
    if (written === undefined && index === undefined) return undefined;
    // HEAD's trees are mostly loose on a branch that is worked on, and then no pack is opened.
    const found = compare(written ?? index!, head, objects);
    if (found) return found;
    await objects.openPacks();
    return compare(written ?? index!, head, objects);
  } catch {
    return undefined; // git says what is wrong with it, or reads it after all.
  } finally {
    window?.close();
  }
}

/** @param staged the index, or the tree that is written for it */
function compare(staged: IndexFile | string, head: string, objects: Objects) {
  let tree: string | undefined;
  if (head !== 'unborn') {
    const commit = objects.readNow(head, 'commit') ?? new Uint8Array();
    tree = TREE_LINE.exec(String.fromCharCode(...commit.subarray(0, 46)))?.[1];
    if (tree === undefined) return undefined;
  }
  const read = (oid: string) => objects.readNow(oid, 'tree');
  return typeof staged === 'string'
    ? changedEntries(tree, staged, read)
    : stagedEntries(staged, tree, read);
}

/** Exported for the proof that both ways agree. */
export async function fromGit(repo: Repository): Promise<readonly StagedEntry[]> {
  const unborn = repo.plain && readHead(repo) === 'unborn';
  if (unborn) return diffIndex(repo, await emptyTree(repo));
  try {
    return await diffIndex(repo, 'HEAD');
  } catch (error) {
    const head = ['rev-parse', '--quiet', '--verify', 'HEAD^{commit}'];
    const { code } = await repo.run(head, { accept: [1, 128] });
    if (code === 0) throw error;
    return diffIndex(repo, await emptyTree(repo));
  }
}

/** Its id depends on the repository's hash, so git computes it. Nothing is written. */
async function emptyTree(repo: Repository): Promise<string> {
  const answer = await repo.git(['hash-object', '-t', 'tree', '--stdin'], { input: '' });
  return answer.toString().trim();
}

async function diffIndex(repo: Repository, tree: string): Promise<StagedEntry[]> {
  const args = [...DIFF_INDEX, tree, '--'];
  const entries = parseRaw(await repo.git(args));
  return entries ?? repo.fail(args, 'its answer ends half-way');
}

/**
 * `--ignore-submodules=dirty` still lists a changed submodule, but never looks into its work tree
 * (which would run git there, under that repository's own config).
 */
const DIFF_INDEX = [
  'diff-index',
  '--cached',
  '--raw',
  '-z',
  '--no-renames',
  '--no-abbrev',
  '--no-relative',
  '--ignore-submodules=dirty',
  '--ita-invisible-in-index',
];

/** `:100644 100755 <id> <id> M NUL path NUL`; what is deleted has the new mode 000000. */
const RAW = /^:([0-7]{6}) ([0-7]{6}) ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) ([A-Z])$/;

export function parseRaw(bytes: Buffer): StagedEntry[] | undefined {
  const entries: StagedEntry[] = [];
  let at = 0;
  while (at < bytes.length) {
    const headEnd = bytes.indexOf(NUL, at);
    const pathEnd = headEnd < 0 ? -1 : bytes.indexOf(NUL, headEnd + 1);
    const head = pathEnd < 0 ? null : RAW.exec(bytes.toString('latin1', at, headEnd));
    if (!head) return undefined;
    const path = bytes.subarray(headEnd + 1, pathEnd);
    at = pathEnd + 1;
    const unmerged = head[5] === 'U';
    const mode = Number.parseInt(head[2]!, 8);
    if (mode === 0 && !unmerged) continue;
    const oldMode = Number.parseInt(head[1]!, 8) || undefined;
    const oldOid = oldMode === undefined ? undefined : head[3]!;
    entries.push({ mode, oid: head[4]!, oldMode, oldOid, path, stage: unmerged ? 1 : 0 });
  }
  return entries;
}
