/** What git says about the files of a work tree. Paths are raw (see `raw.ts`), relative to its top. */
import type { Repository } from '../git.ts';
import { IndexCursor, readIndex } from '../objects/index-file.ts';
import { Window } from '../objects/window.ts';
import { isAscii } from './raw.ts';

const SHA1_BYTES = 20;

/** What is in the index, each path once; not all of it need be on disk. */
export async function trackedFiles(repo: Repository): Promise<readonly string[]> {
  const own = repo.plain ? indexPaths(repo.indexFile) : undefined;
  return own ?? [...new Set(await list(repo, ['--cached']))];
}

/** @returns undefined where git has to be asked: no index yet, a split or sparse one, a damaged one … */
export function indexPaths(file: string): readonly string[] | undefined {
  let window: Window | undefined;
  try {
    window = new Window(file);
    const index = readIndex(window, SHA1_BYTES);
    if (!index) return undefined;
    const cursor = new IndexCursor(index);
    const paths: string[] = [];
    let last = '';
    while (cursor.next()) {
      const path = cursor.rawPath;
      // In an unresolved merge there are up to three of each, one behind the other.
      if (path !== last) paths.push(path);
      last = path;
    }
    return cursor.left === 0 ? paths : undefined;
  } catch {
    return undefined; // git says what is wrong with it, or reads it after all.
  } finally {
    window?.close();
  }
}

export interface Others {
  /** What git would add. One that ends in `/` is a repository of its own. */
  readonly untracked: readonly string[];
  /** Files, and with a final `/` whole folders, that git ignores and does not track. */
  readonly ignored: readonly string[];
  /** Folders that git could not look into; it lists the rest and calls that a success. */
  readonly closed: readonly string[];
}

/**
 * All that is on disk and not tracked. Each listing of git's goes through the whole tree, so there is one, in which a folder
 * that holds nothing tracked is a single line; what is in those that git does not ignore is asked for by their names.
 */
export async function otherFiles(repo: Repository): Promise<Others> {
  const { paths, closed } = await listed(repo, ['--directory']);
  const ignored = await amongIgnored(repo, paths);
  const kept = paths.filter((path) => !ignored.has(path));
  const folders = kept.filter((path) => path.endsWith('/'));
  const files = kept.filter((path) => !path.endsWith('/'));
  if (folders.length === 0) return { untracked: files, ignored: [...ignored], closed };
  const names = folders.join('');
  const isMany = names.length > MOST_NAMED || !isAscii(names);
  const inside = await othersIn(repo, isMany ? [] : folders);
  if (isMany) return inside;
  return {
    untracked: [...files, ...inside.untracked],
    ignored: [...ignored, ...inside.ignored],
    closed: [...new Set([...closed, ...inside.closed])],
  };
}

/** Characters: a command line of Windows has room for twice as many. */
const MOST_NAMED = 16_000;

/** @param folders none: everywhere */
async function othersIn(repo: Repository, folders: readonly string[]): Promise<Others> {
  const within = folders.length > 0 ? ['--', ...folders] : [];
  const [{ paths: untracked, closed }, ignored] = await Promise.all([
    listed(repo, ['--exclude-standard', ...within]),
    ignoredFiles(repo, within),
  ]);
  return { untracked, ignored, closed };
}

async function listed(repo: Repository, options: readonly string[]) {
  const args = ['-C', repo.top, 'ls-files', '-z', '--others', ...options];
  const { stdout, stderr } = await repo.run(args);
  const closed = [...stderr.matchAll(CLOSED)].map(([, folder]) => folder!);
  return { paths: split(stdout), closed };
}

/** Of git's words, which are English for every child of ours. */
const CLOSED = /^warning: could not open directory '(.+?)\/?': /gm;

/** Files, and with a final `/` whole folders, that git ignores and does not track. */
export function ignoredFiles(repo: Repository, within: readonly string[] = []): Promise<string[]> {
  return list(repo, ['--others', '--ignored', '--exclude-standard', '--directory', ...within]);
}

/** Which of the paths git ignores; what it tracks is never ignored. */
export async function amongIgnored(
  repo: Repository,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  // `./` in front, or git would take a name such as `:(top)x` for one of its own words.
  const input = Buffer.from(paths.map((path) => `./${path}\0`).join(''), 'latin1');
  const args = ['-C', repo.top, 'check-ignore', '-z', '--stdin'];
  const settings = { input, patterns: true, accept: [1, NOT_ITS_OWN] };
  const { code, stdout } = await repo.run(args, settings);
  if (code !== NOT_ITS_OWN) return new Set(split(stdout).map((path) => path.slice(2)));
  const ignored = await ignoredFiles(repo);
  const files = new Set(ignored);
  const folders = ignored.filter((path) => path.endsWith('/'));
  const isIgnored = (path: string) =>
    files.has(path) || folders.some((folder) => `${path}/`.startsWith(folder));
  return new Set(paths.filter(isIgnored));
}

/** check-ignore gives up over a single path that lies in a submodule or behind a link. */
const NOT_ITS_OWN = 128;

async function list(repo: Repository, options: readonly string[]): Promise<string[]> {
  return split(await repo.git(['-C', repo.top, 'ls-files', '-z', ...options]));
}

function split(answer: Buffer): string[] {
  const paths = answer.toString('latin1').split('\0');
  paths.pop();
  return paths;
}
