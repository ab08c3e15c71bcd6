/** Names for commits: HEAD, branches, tags, remote-tracking refs, and what only reflogs remember. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Candidates } from '../detect/candidates.ts';
import { type Engine, Hits } from '../detect/engine.ts';
import { judge } from '../detect/findings.ts';
import type { Catalog } from './catalog.ts';
import { type Judging, type Row, sha256 } from './content.ts';
import { findCandidates } from './seams.ts';

/** Runs git; `Repository.run` of src/git.ts is one. */
export type GitRunner = (
  args: readonly string[],
  options?: { readonly input?: string; readonly accept?: readonly number[] },
) => Promise<{ readonly code: number; readonly stdout: Uint8Array }>;

/** What history needs of a repository; `Repository` of src/git.ts is one. */
export interface HistoryRepository {
  readonly gitDir: string;
  readonly commonDir: string;
  readonly objectsDir: string;
  readonly hash: 'sha1' | 'sha256';
  readonly run: GitRunner;
}

export interface Ref {
  /** Full name, e.g. `refs/heads/main`; `HEAD` for the current commit, of other worktrees too. */
  readonly name: string;
  readonly oid: string;
  /** What an annotated tag points to in the end, else the same as `oid`. */
  readonly peeled: string;
}

export interface Refs {
  /** Commit of HEAD; undefined where there is none yet. */
  readonly head: string | undefined;
  /** All refs but the stash. */
  readonly refs: readonly Ref[];
}

/**
 * @param peel has git follow tags, for which it reads every ref's object; without it, `peeled` is `oid`
 * @throws KeyfenceError 'git-failed'
 */
export async function readRefs(run: GitRunner, peel: boolean): Promise<Refs> {
  const format = `--format=%(objectname) ${peel ? '%(*objectname)' : ''} %(refname)`;
  const [listed, head, worktrees] = await Promise.all([
    run(['for-each-ref', format]),
    run(['rev-parse', '--verify', '--quiet', 'HEAD'], { accept: [1] }),
    run(['worktree', 'list', '--porcelain'], { accept: [1, 128] }),
  ]);
  const refs: Ref[] = [];
  for (const line of lines(listed.stdout)) {
    const [oid, peeled, ...name] = line.split(' ');
    refs.push({ oid: oid!, peeled: peeled || oid!, name: name.join(' ') });
  }
  for (const line of lines(worktrees.stdout)) {
    if (!line.startsWith('HEAD ')) continue;
    const oid = line.slice(5);
    if (!/^0+$/.test(oid)) refs.push({ oid, peeled: oid, name: 'HEAD' });
  }
  const own = lines(head.stdout)[0];
  return {
    head: own,
    refs: refs.filter(({ name }) => name !== 'refs/stash'),
  };
}

/** No ref's name holds one. */
const FEED = 10;

/** Secrets in the names of refs. */
export function nameRows(
  { refs }: Refs,
  engine: Engine,
  judging: Judging,
  catalog: Catalog,
): (Row & { name: string })[] {
  const hits = new Hits();
  return suspects(refs, engine).flatMap(({ name, oid }) => {
    const bytes = Buffer.from(name);
    hits.clear();
    engine.scan(bytes, 0, bytes.length, hits);
    if (hits.length === 0) return [];
    const origin = { kind: 'ref', path: '' } as const;
    const { findings } = judge(engine, bytes, hits, { ...judging, origin, sha256 });
    const number = catalog.findHex(oid);
    const latin1 = bytes.toString('latin1');
    return findings.map(({ fingerprint, count }) => ({
      fingerprint,
      number,
      kind: 'ref' as const,
      count,
      name: latin1,
    }));
  });
}

/** Those with a candidate in their name, of maybe 50,000: all names are searched as one text. */
function suspects(refs: readonly Ref[], engine: Engine): Ref[] {
  const text = Buffer.from(refs.map(({ name }) => name).join('\n'));
  const found = new Candidates();
  findCandidates(engine, text, found);
  const picked: Ref[] = [];
  for (let next = 0, at = 0, index = 0; next < found.length; index++) {
    const feed = text.indexOf(FEED, at);
    const end = feed < 0 ? text.length : feed;
    if (found.places[next]! < end) picked.push(refs[index]!);
    while (next < found.length && found.places[next]! <= end) next++;
    at = end + 1;
  }
  return picked;
}

/**
 * Ids that reflogs name, the stash's among them. Where refs are kept in another way than in files, git tells.
 * @throws KeyfenceError 'git-failed'
 */
export async function reflogIds({
  gitDir,
  commonDir,
  run,
}: Omit<HistoryRepository, 'hash' | 'objectsDir'>): Promise<string[]> {
  if (!existsSync(join(commonDir, 'reftable'))) return readReflogs(gitDir, commonDir);
  const args = ['rev-list', '--no-walk', '--ignore-missing', '--reflog'];
  return lines((await run(args)).stdout);
}

/** Lines: `old new Name <mail> time zone TAB text`. */
function readReflogs(gitDir: string, commonDir: string): string[] {
  const ids = new Set<string>();
  for (const folder of new Set([gitDir, commonDir, ...worktreeDirs(commonDir)])) {
    for (const file of filesBelow(join(folder, 'logs'))) {
      for (const line of readFileSync(file, 'latin1').split('\n')) {
        const match = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) /.exec(line);
        if (match) ids.add(match[1]!).add(match[2]!);
      }
    }
  }
  for (const oid of ids) if (/^0+$/.test(oid)) ids.delete(oid);
  return [...ids];
}

/** Commits at which a shallow clone is cut. */
export function readBoundary(commonDir: string): string[] {
  const path = join(commonDir, 'shallow');
  return existsSync(path) ? lines(readFileSync(path)) : [];
}

function worktreeDirs(commonDir: string): string[] {
  const folder = join(commonDir, 'worktrees');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function lines(bytes: Uint8Array): string[] {
  return Buffer.from(bytes)
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}
