/**
 * Where a repository keeps its parts, found without a git process: the `.git` entry above the
 * current folder, its `commondir`, its `config`. Only the everyday layout is read here. Whatever
 * else a config or an environment may say, git is asked (`git.ts`), and says what it finds.
 */
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Environment } from './program.ts';

export interface Layout {
  /** Absolute path of the work tree's root; '' in a bare repository. */
  readonly top: string;
  /** Absolute; of a linked worktree: its own folder below `worktrees`. */
  readonly gitDir: string;
  /** Absolute; where refs and config are shared between worktrees. */
  readonly commonDir: string;
  readonly objectsDir: string;
  /** The index that this commit is made from: GIT_INDEX_FILE where git has set it. */
  readonly indexFile: string;
  readonly hash: 'sha1' | 'sha256';
  readonly bare: boolean;
  /**
   * True where index, HEAD and objects are in the everyday form and all belong to this user, so that
   * they may be read without asking git.
   */
  readonly plain: boolean;
  /** True where refs and objects may be read without asking git: `plain`, or a bare repository like it. */
  readonly everyday: boolean;
}

/** Set by somebody, these change what the walk below would find. */
const STEERING = ['GIT_COMMON_DIR', 'GIT_CEILING_DIRECTORIES', 'GIT_WORK_TREE', 'GIT_NAMESPACE'];

/** Keys of a repository's config that change its layout; a match elsewhere only costs a question. */
const UNUSUAL = /objectformat|worktree|refstorage|\bbare\b(?!\s*=\s*false\b)/i;

/** What a bare repository says of itself. */
const BARE = /^\s*bare\s*=\s*true\s*$/im;
/** Set by a server's hooks and the like: objects lie elsewhere as well. */
const ODD_OBJECTS = [
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_SHALLOW_FILE',
  'GIT_QUARANTINE_PATH',
];

/** @returns undefined where git has to be asked */
export function discover(cwd: string, env: Environment): Layout | undefined {
  if (STEERING.some((name) => env[name] !== undefined)) return undefined;
  const found = dotGit(cwd);
  if (env.GIT_DIR === undefined && (!found || isBareWithin(cwd, found))) {
    return discoverBare(cwd, env);
  }
  if (!found || (env.GIT_DIR !== undefined && resolve(cwd, env.GIT_DIR) !== found.gitDir)) {
    return undefined;
  }
  const { top, gitDir } = found;
  const commonDir = read(join(gitDir, 'commondir'));
  const common = commonDir === undefined ? gitDir : resolve(gitDir, commonDir.trimEnd());
  const config = read(join(common, 'config'));
  if (config === undefined || UNUSUAL.test(config) || !looksLikeGit(gitDir, common)) {
    return undefined;
  }
  const plain = ownedByUser([top, join(top, '.git'), gitDir], env);
  return {
    top,
    gitDir,
    commonDir: common,
    objectsDir: resolve(top, env.GIT_OBJECT_DIRECTORY ?? join(common, 'objects')),
    indexFile: resolve(top, env.GIT_INDEX_FILE ?? join(gitDir, 'index')),
    hash: 'sha1',
    bare: false,
    plain,
    everyday: plain && ODD_OBJECTS.every((name) => env[name] === undefined),
  };
}

/** The current folder itself, where it is a bare repository of this user. */
function discoverBare(cwd: string, env: Environment): Layout | undefined {
  const config = join(cwd, 'config');
  const text = existsSync(config) ? read(config) : '';
  const unusual = text === undefined || UNUSUAL.test(text.replace(BARE, ''));
  if (unusual || !looksLikeGit(cwd, cwd) || existsSync(join(cwd, 'commondir'))) return undefined;
  if (!ownedByUser([cwd], env) || ODD_OBJECTS.some((name) => env[name] !== undefined)) {
    return undefined;
  }
  return {
    top: '',
    gitDir: cwd,
    commonDir: cwd,
    objectsDir: join(cwd, 'objects'),
    indexFile: resolve(cwd, env.GIT_INDEX_FILE ?? 'index'),
    hash: 'sha1',
    bare: true,
    plain: false,
    everyday: true,
  };
}

/** The nearest folder upwards with an entry named `.git`, and where that leads. */
export function dotGit(cwd: string): { top: string; gitDir: string } | undefined {
  let top = cwd;
  for (;;) {
    const entry = join(top, '.git');
    const status = lstatSync(entry, { throwIfNoEntry: false });
    if (status?.isDirectory()) return { top, gitDir: entry };
    if (status?.isFile()) {
      const link = /^gitdir: (.+?)\r?\n*$/s.exec(read(entry) ?? '');
      return link ? { top, gitDir: resolve(top, link[1]!) } : undefined;
    }
    if (status !== undefined || dirname(top) === top) return undefined;
    top = dirname(top);
  }
}

/**
 * Whether git comes upon a repository without a work tree first, on its way up from the current folder: a
 * bare one that lies in a work tree, one of a submodule below `.git/modules`.
 */
function isBareWithin(cwd: string, { top, gitDir }: { top: string; gitDir: string }): boolean {
  for (let folder = cwd; folder !== top && folder !== gitDir; folder = dirname(folder)) {
    const isShared = existsSync(join(folder, 'commondir')) && existsSync(join(folder, 'HEAD'));
    if (isShared || looksLikeGit(folder, folder)) return true;
  }
  return false;
}

/** True only where git would find no repository: nothing upwards is one, or a bare one, or could be. */
export function isOutside(cwd: string, env: Environment): boolean {
  if ([...STEERING, 'GIT_DIR'].some((name) => env[name] !== undefined)) return false;
  try {
    for (let folder = cwd; ; folder = dirname(folder)) {
      if (lstatSync(join(folder, '.git'), { throwIfNoEntry: false })) return false;
      if (lstatSync(join(folder, 'HEAD'), { throwIfNoEntry: false })) return false;
      if (dirname(folder) === folder) return true;
    }
  } catch {
    return false; // A folder that may not be looked into: git says so.
  }
}

/**
 * The rule of git's own ownership check. `SUDO_UID` counts for root only, as it does there.
 * Always true on Windows, where ids mean nothing: git decides there.
 */
export function ownedByUser(paths: readonly string[], env: Environment): boolean {
  if (env.GIT_TEST_ASSUME_DIFFERENT_OWNER !== undefined) return false;
  const user = process.geteuid?.();
  if (user === undefined) return true;
  const caller = user === 0 && env.SUDO_UID !== undefined ? Number(env.SUDO_UID) : user;
  return paths.every((path) => {
    const owner = lstatSync(path, { throwIfNoEntry: false })?.uid;
    return owner === undefined || owner === user || owner === caller;
  });
}

/** The three things that git itself looks for, and no newer way of keeping refs. */
function looksLikeGit(gitDir: string, commonDir: string): boolean {
  const folder = (path: string) =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return (
    lstatSync(join(gitDir, 'HEAD'), { throwIfNoEntry: false })?.isFile() === true &&
    folder(join(commonDir, 'objects')) &&
    folder(join(commonDir, 'refs'))
  );
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
