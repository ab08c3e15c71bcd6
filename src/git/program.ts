/**
 * Which git runs, and with what around it. A scanned repository may be hostile: it can hold a
 * `git.exe`, a `node_modules/.bin/git`, and a config that names a program for every occasion. So git
 * is looked up by absolute path outside the repository, and every child gets the same settings.
 */
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, sep } from 'node:path';
import { KeyfenceError } from '../errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What tells git which repository it works in: kept for that repository, cleared for any other. */
const LOCATION = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_SHALLOW_FILE',
  'GIT_QUARANTINE_PATH',
  'GIT_NAMESPACE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_CONFIG',
  'GIT_CONFIG_PARAMETERS',
  'GIT_CONFIG_COUNT',
];

/** Other variables of git that decide what a repository is or where git's own parts lie. */
const HARMLESS = [
  'GIT_EXEC_PATH',
  'GIT_CEILING_DIRECTORIES',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_TEST_ASSUME_DIFFERENT_OWNER',
];

const CONFIG_PAIR = /^GIT_CONFIG_(?:KEY|VALUE)_\d+$/;
const RUNS_PROGRAMS = /^(?:PAGER|EDITOR|VISUAL|SSH_ASKPASS|GIT_.*)$/;

export const nowhere = process.platform === 'win32' ? 'NUL' : '/dev/null';

/**
 * What every child gets. `GIT_ALLOW_PROTOCOL=''` allows no transport at all: it is what keeps a
 * partial clone from fetching under a git that does not know GIT_NO_LAZY_FETCH (before 2.39.4).
 * Replacements and grafts are not followed: what they hide is in the repository, and is pushed.
 */
const SETTINGS = {
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: nowhere,
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: '',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  GIT_LITERAL_PATHSPECS: '1',
  LC_ALL: 'C',
  LANGUAGE: '',
};

/** Settings of the repository that name programs; an empty value or `false` means none. */
const CONFIG = [
  'core.fsmonitor=false',
  'core.pager=cat',
  'core.askPass=',
  'core.sshCommand=false',
  'core.gitProxy=',
  'core.alternateRefsCommand=',
  'credential.helper=',
  'diff.external=',
  'protocol.allow=never',
  'submodule.recurse=false',
];

/**
 * Arguments that stand before the subcommand.
 * @param hooks true leaves `core.hooksPath` as it is set: for `rev-parse --git-path hooks`, and for
 *   commits that must run the hooks
 */
export function settings(hooks: boolean): string[] {
  const args = ['--no-pager', '--no-replace-objects'];
  for (const setting of CONFIG) args.push('-c', setting);
  if (!hooks) args.push('-c', `core.hooksPath=${nowhere}`);
  return args;
}

/**
 * The environment of a git child.
 * @param trusted absolute path that is passed as `safe.directory`, to this child only
 */
export function childEnvironment(env: Environment, trusted?: string): Record<string, string> {
  const child: Record<string, string> = {};
  for (const name of Object.keys(env)) {
    const value = env[name];
    const kept =
      !RUNS_PROGRAMS.test(name) ||
      LOCATION.includes(name) ||
      HARMLESS.includes(name) ||
      CONFIG_PAIR.test(name);
    if (kept && value !== undefined) child[name] = value;
  }
  Object.assign(child, SETTINGS);
  if (trusted !== undefined) {
    const count = Number(child.GIT_CONFIG_COUNT ?? 0);
    child[`GIT_CONFIG_KEY_${count}`] = 'safe.directory';
    child[`GIT_CONFIG_VALUE_${count}`] = trusted;
    child.GIT_CONFIG_COUNT = String(count + 1);
  }
  return child;
}

/** The same environment without a word about the current repository: for a child in another one. */
export function withoutRepository(env: Environment): Record<string, string> {
  const other: Record<string, string> = {};
  for (const name of Object.keys(env)) {
    const value = env[name];
    const told = LOCATION.includes(name) || CONFIG_PAIR.test(name);
    if (!told && value !== undefined) other[name] = value;
  }
  return other;
}

/**
 * Absolute path of the git program: the first on PATH that is not in the repository. Relative and
 * empty entries of PATH mean the current folder, and `node_modules/.bin` is what a package wrote:
 * neither is looked at. On Windows only `git.exe` counts, never a script.
 * @param top absolute path of the work tree, or '' where there is none
 * @throws KeyfenceError 'no-git'
 */
export function findGit(env: Environment, top: string): string {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  for (const folder of foldersOf(env)) {
    const candidate = join(folder, name);
    if (runnable(candidate) && !isInside(candidate, top)) return candidate;
  }
  throw new KeyfenceError('no-git');
}

/** PATH for a git that starts other programs by name (ssh): nothing of it lies in the repository. */
export function safePath(env: Environment, top: string): string {
  const isOutside = (folder: string) => existsSync(folder) && !isInside(join(folder, '.'), top);
  return foldersOf(env).filter(isOutside).join(delimiter);
}

function foldersOf(env: Environment): string[] {
  const entries = pathOf(env).split(delimiter);
  const bare = (entry: string) => entry.replace(/^"(.*)"$/, '$1');
  const folders = process.platform === 'win32' ? entries.map(bare) : entries;
  return folders.filter(
    (folder) => isAbsolute(folder) && !/[\\/]node_modules[\\/]\.bin[\\/]?$/.test(folder),
  );
}

/** Links count as what they lead to. A repository at the root of the disk holds everything. */
function isInside(path: string, top: string): boolean {
  if (top === '' || dirname(top) === top) return false;
  const folder = top + sep;
  return (
    path.startsWith(folder) || `${realpathSync(path)}${sep}`.startsWith(realpathSync(top) + sep)
  );
}

function pathOf(env: Environment): string {
  if (env.PATH !== undefined) return env.PATH;
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH');
  return (name === undefined ? undefined : env[name]) ?? '';
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
