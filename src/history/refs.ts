/** Names for commits: HEAD, branches, tags, remote-tracking refs, and what only reflogs remember. */
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alternatesOf as namedAlternates } from '../objects/alternates.ts';

/** Runs git; `Repository.run` of src/git.ts is one. */
export type GitRunner = (
  args: readonly string[],
  options?: { readonly input?: string; readonly accept?: readonly number[] },
) => Promise<{ readonly code: number; readonly stdout: Uint8Array; readonly stderr?: string }>;

/** What history needs of a repository; `Repository` of src/git.ts is one. */
export interface HistoryRepository {
  readonly gitDir: string;
  readonly commonDir: string;
  readonly objectsDir: string;
  /** Other folders of objects that the environment names. */
  readonly alternates?: readonly string[];
  readonly hash: 'sha1' | 'sha256';
  readonly run: GitRunner;
}

/** What a server's hooks are given besides the repository itself: git has its relative paths begin at its own folder. */
export function alternatesOf(
  env: Readonly<Record<string, string | undefined>>,
  { top, gitDir }: { readonly top: string; readonly gitDir: string },
): string[] {
  return namedAlternates(env.GIT_ALTERNATE_OBJECT_DIRECTORIES, top || gitDir);
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
  /** The stash's newest commit; the older ones are in its reflog, where it has one. */
  readonly stash: string | undefined;
  /** How many refs git passed over, because their files do not hold an id. */
  readonly broken: number;
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
  const refs = listedRefs(Buffer.from(listed.stdout).toString());
  for (const line of lines(worktrees.stdout)) {
    if (!line.startsWith('HEAD ')) continue;
    const oid = line.slice(5);
    if (!/^0+$/.test(oid)) refs.push({ oid, peeled: oid, name: 'HEAD' });
  }
  const isStash = ({ name }: Ref) => name === 'refs/stash';
  return {
    head: lines(head.stdout)[0],
    refs: refs.filter((ref) => !isStash(ref)),
    stash: refs.find(isStash)?.oid,
    broken: listed.stderr?.match(/^warning: ignoring broken ref /gm)?.length ?? 0,
  };
}

/** Lines: `oid SP [peeled] SP name`. They may be 50,000: nothing is made of a line but what is kept. */
function listedRefs(text: string): Ref[] {
  const refs: Ref[] = [];
  for (let at = 0, end = 0; at < text.length; at = end + 1) {
    end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    if (end === at) continue;
    const first = text.indexOf(' ', at);
    const second = text.indexOf(' ', first + 1);
    const oid = text.slice(at, first);
    const peeled = second === first + 1 ? oid : text.slice(first + 1, second);
    refs.push({ oid, peeled, name: text.slice(second + 1, end) });
  }
  return refs;
}

/**
 * Ids that reflogs name, the stash's among them, and refs that other worktrees keep for themselves. Where refs are kept in another way than in files, git tells.
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

/** Each worktree has its own of these, which git lists in that worktree only. */
const OWN_REFS = ['refs/bisect', 'refs/worktree', 'refs/rewritten'];

/** Lines: `old new Name <mail> time zone TAB text`. */
function readReflogs(gitDir: string, commonDir: string): string[] {
  const ids = new Set<string>();
  for (const folder of new Set([gitDir, commonDir, ...worktreeDirs(commonDir)])) {
    for (const file of OWN_REFS.flatMap((name) => filesBelow(join(folder, name)))) {
      const id = /^([0-9a-f]{40,64})\n/.exec(contentOf(file))?.[1];
      if (id !== undefined) ids.add(id);
    }
    for (const file of filesBelow(join(folder, 'logs'))) {
      for (const line of contentOf(file).split('\n')) {
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
  return contentOf(join(commonDir, 'shallow')).split('\n').filter(Boolean);
}

/** '' for what is gone: git puts a lock beside each reflog that it rewrites, and removes empty ones. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function worktreeDirs(commonDir: string): string[] {
  const folder = join(commonDir, 'worktrees');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

const filesBelow = (folder: string): string[] =>
  entriesBelow(folder)
    .filter(({ isFile }) => isFile)
    .map(({ path }) => path);

/** All that is no folder, in order of the paths. A folder may go meanwhile, with the last ref in it. */
export function entriesBelow(folder: string): { path: string; isFile: boolean }[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
  const sorted = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? entriesBelow(path) : [{ path, isFile: entry.isFile() }];
  });
}

function lines(bytes: Uint8Array): string[] {
  return Buffer.from(bytes)
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}
