/**
 * What the parents of a commit in the making hold at a path. Loaded only where a staged blob has
 * findings: a secret that a parent already holds there is not this commit's doing.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../git.ts';
import type { StagedEntry } from '../objects/staged-entries.ts';
import { type Objects, Unread } from './objects.ts';

const SUBMODULE = 0o160000;
const DIRECTORY = '40000';
const SPACE = 0x20;

/** Commits whose content comes in by itself: a merge has one a line, the others one. */
const STOPS = ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REBASE_HEAD'];
/** A revert brings back what stood before the commit it names. */
const REVERT = 'REVERT_HEAD';
/** While pre-merge-commit runs there is no MERGE_HEAD yet: `git merge` names the other sides in its environment. */
const MERGING = /^GITHEAD_([0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Versions that cannot be read (too large, absent in a shallow or partial clone) are left out: then a
 * finding counts as new.
 * @throws KeyfenceError where git fails
 */
export async function previous(
  repo: Repository,
  entry: StagedEntry,
  objects: Objects,
): Promise<readonly Uint8Array[]> {
  const reader = new Reader(objects);
  const oids = new Set<string>();
  if (entry.oldOid !== undefined && entry.oldMode !== SUBMODULE) oids.add(entry.oldOid);
  for (const commit of await otherParents(repo, reader)) {
    const oid = await reader.blobAt(commit, entry.path);
    if (oid !== undefined) oids.add(oid);
  }
  const versions: Uint8Array[] = [];
  for (const oid of oids) {
    const bytes = await reader.read(oid, 'blob');
    if (bytes) versions.push(bytes);
  }
  return versions;
}

/** The paths among these that another parent than HEAD has already. */
export async function previousNames(
  repo: Repository,
  entries: readonly StagedEntry[],
  objects: Objects,
): Promise<readonly Uint8Array[]> {
  const reader = new Reader(objects);
  const commits = await otherParents(repo, reader);
  const known: Uint8Array[] = [];
  for (const { path } of entries) {
    for (const commit of commits) {
      if ((await reader.blobAt(commit, path)) === undefined) continue;
      known.push(path);
      break;
    }
  }
  return known;
}

async function otherParents(repo: Repository, reader: Reader): Promise<string[]> {
  const commits = STOPS.flatMap((name) => idsIn(join(repo.gitDir, name)));
  for (const name of Object.keys(repo.options.env)) {
    const side = MERGING.exec(name)?.[1];
    if (side !== undefined) commits.push(side);
  }
  for (const reverted of idsIn(join(repo.gitDir, REVERT))) {
    commits.push(...(await reader.parents(reverted)));
  }
  return commits;
}

function idsIn(path: string): string[] {
  try {
    return readFileSync(path, 'latin1').match(/^[0-9a-f]{40,64}$/gm) ?? [];
  } catch {
    return [];
  }
}

class Reader {
  private readonly objects: Objects;

  constructor(objects: Objects) {
    this.objects = objects;
  }

  async read(oid: string, type: 'blob' | 'tree' | 'commit'): Promise<Buffer | undefined> {
    const bytes = await this.objects.read(oid, type);
    if (bytes instanceof Unread) return undefined;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  async parents(commit: string): Promise<string[]> {
    return (await this.headerOf(commit)).match(/(?<=^parent )[0-9a-f]{40,64}$/gm) ?? [];
  }

  /** Walks the trees by hand: no path is ever put into git's revision syntax. */
  async blobAt(commit: string, path: Buffer): Promise<string | undefined> {
    let oid = /^tree ([0-9a-f]{40,64})$/m.exec(await this.headerOf(commit))?.[1];
    let at = 0;
    while (oid !== undefined) {
      const slash = path.indexOf('/', at);
      const name = path.subarray(at, slash < 0 ? path.length : slash);
      const tree: Buffer | undefined = await this.read(oid, 'tree');
      const found = tree && lookUp(tree, name, oid.length / 2);
      if (!found || slash >= 0 !== (found.mode === DIRECTORY)) return undefined;
      if (slash < 0) return found.mode === SUBMODULE.toString(8) ? undefined : found.oid;
      oid = found.oid;
      at = slash + 1;
    }
    return undefined;
  }

  private async headerOf(commit: string): Promise<string> {
    const text = (await this.read(commit, 'commit'))?.toString('latin1') ?? '';
    return text.split('\n\n', 1)[0]!;
  }
}

/** A tree is `mode SP name NUL id`, repeated. */
function lookUp(tree: Buffer, name: Buffer, idBytes: number) {
  let at = 0;
  while (at < tree.length) {
    const space = tree.indexOf(SPACE, at);
    const nul = space < 0 ? -1 : tree.indexOf(0, space);
    if (nul < 0) return undefined;
    if (tree.subarray(space + 1, nul).equals(name)) {
      return {
        mode: tree.toString('latin1', at, space),
        oid: tree.toString('hex', nul + 1, nul + 1 + idBytes),
      };
    }
    at = nul + 1 + idBytes;
  }
  return undefined;
}
