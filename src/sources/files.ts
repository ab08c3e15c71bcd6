/**
 * Which files on disk are to be read: those that git tracks or would add, `.env` files though git
 * ignores them, and whatever is named. Outside of a repository: all files below the current folder.
 * They are given away as they become known, in no order, so that reading need not wait for the list.
 * Paths are raw (see `raw.ts`); reading them is `disk.ts`.
 */
import { existsSync } from 'node:fs';
import type { KeyfenceError } from '../errors.ts';
import type { Repository } from '../git.ts';
import type { Skip } from '../types.ts';
import type { FilesAsked, Operands } from './asked.ts';
import { isEnvironment } from './environment.ts';
import { amongIgnored, otherFiles, trackedFiles } from './git-files.ts';
import { named, unmatchedError } from './operands.ts';
import { nameOf, nativePath, rawPath } from './raw.ts';
import { type Closed, OTHER_REPOSITORY, Walk } from './tree.ts';

/** How the paths of one call became known. */
export interface Given {
  /** By walking from folder to folder, so that none lies behind a link. */
  readonly entered: boolean;
}

/** Takes paths relative to the root, each once. A promise where other work is due first. */
export type Give = (paths: readonly string[], how: Given) => Promise<void> | undefined;

export interface Listing {
  /** Files that were named by their own path. */
  readonly named: ReadonlySet<string>;
  /** `.env` files that nobody has named and git ignores. */
  readonly environment: readonly string[];
  readonly skips: readonly Skip[];
  /** What the index holds; not all of it need be on disk. */
  readonly tracked: () => Promise<readonly string[]>;
  /** Which of the paths git ignores. */
  readonly ignored: (paths: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Set where something that was named does not exist or fits nothing. */
  readonly failure?: KeyfenceError;
}

/** Raw absolute path, no `/` at its end: the top of the repository, else the current folder. */
export function rootOf({ repository, cwd }: FilesAsked): string {
  return rawPath(repository?.top || cwd).replace(/[\\/]$/, '');
}

/** @throws KeyfenceError 'git-failed', 'usage', and what `give` throws */
export async function listFiles(asked: FilesAsked, give: Give): Promise<Listing> {
  const root = rootOf(asked);
  const names = await named(asked, root);
  const list = new List(root, names, give);
  const repo = asked.repository?.top ? asked.repository : undefined;
  if (names) await list.take([...names.files, ...names.found], false);
  if (repo && list.folders.length > 0) {
    await (asked.gitignored ? everythingIn(repo, list) : whatGitShows(repo, list));
  } else for (const folder of list.folders) await list.walk(folder, asked.gitignored === true);
  const failure = names && unmatchedError(names, list.empty());
  const ignored = async (paths: readonly string[]) =>
    repo ? await amongIgnored(repo, paths) : new Set<string>();
  const { skips, environment, tracked } = list;
  const given = { named: new Set(names?.files), environment, skips, tracked, ignored };
  return failure ? { ...given, failure } : given;
}

/** What has been given away so far. */
class List {
  readonly folders: readonly string[];
  readonly skips: Skip[] = [];
  readonly environment: string[] = [];
  tracked: () => Promise<readonly string[]> = async () => [];
  /** Where all is wanted, no path comes twice; what is named can be named twice. */
  private readonly once: Set<string> | undefined;
  private readonly wants: (path: string) => boolean;

  constructor(
    readonly root: string,
    names: Operands | undefined,
    private readonly give: Give,
  ) {
    this.folders = names ? [...new Set(names.folders)] : [''];
    this.once = names && new Set();
    this.wants = below(this.folders);
  }

  take(paths: readonly string[], entered: boolean): Promise<void> | undefined {
    const { once } = this;
    const fresh = once ? paths.filter((path) => !once.has(path) && once.add(path)) : paths;
    return this.give(fresh, { entered });
  }

  /** Of the paths, those below what is named. One that ends in `/` is a repository of its own. */
  async takeWanted(paths: readonly string[]): Promise<void> {
    const files: string[] = [];
    for (const path of paths) {
      if (!this.wants(path)) continue;
      if (!path.endsWith('/')) files.push(path);
      else if (!this.folders.includes(path.slice(0, -1))) {
        this.skips.push({ ...nameOf(path.slice(0, -1)), ...OTHER_REPOSITORY });
      }
    }
    await this.take(files, false);
  }

  tellClosed(folders: readonly string[]): void {
    for (const folder of folders) {
      if (!this.folders.includes(folder) && !this.wants(folder)) continue;
      const skip = { reason: 'unreadable', detail: 'the folder cannot be opened' } as const;
      this.skips.push({ ...nameOf(folder), ...skip, harmless: false });
    }
  }

  async walk(folder: string, packages: boolean): Promise<void> {
    const { root, skips } = this;
    const settings = { root, skips, packages: packages || inPackages(folder), repositories: true };
    await this.takeAll(new Walk(folder, settings));
  }

  /** Not a loop that waits after each of thousands of folders: only where something is due. */
  async takeAll(walk: Walk, seen?: (files: readonly string[]) => void): Promise<void> {
    for (let files = walk.next(); files; files = walk.next()) {
      seen?.(files);
      const due = this.take(files, true);
      if (due) await due;
    }
  }

  /** `.env` files among what git ignores; whole folders are listed with a final `/`. */
  async takeEnvironment(left: readonly string[]): Promise<void> {
    const { root, skips } = this;
    const settings = { root, skips, only: isEnvironment, packages: false, repositories: true };
    const found: string[] = [];
    for (const path of left) {
      if (!path.endsWith('/')) {
        if (isEnvironment(path)) found.push(path);
      } else if (!/(^|\/)(node_modules|\.git)\//i.test(path)) {
        const walk = new Walk(path.slice(0, -1), settings);
        for (let files = walk.next(); files; files = walk.next()) found.push(...files);
      }
    }
    // git may list a folder and also what is in it.
    const wanted = [...new Set(found)].filter((path) => this.wants(path));
    this.environment.push(...wanted.filter((path) => !this.once?.has(path)));
    await this.take(wanted, false);
  }

  /** The named folders of which nothing was given and nothing said. */
  empty(): readonly string[] {
    const { once, skips } = this;
    if (!once) return [];
    const known = [...once, ...skips.map(({ path }) => rawPath(path))];
    return this.folders.filter((folder) => {
      const start = folder === '' ? '' : `${folder}/`;
      return folder !== '' && !known.some((path) => path === folder || path.startsWith(start));
    });
  }
}

async function whatGitShows(repo: Repository, list: List): Promise<void> {
  const rest = Promise.all([otherFiles(repo), ownFolders(repo, list)]);
  rest.catch(() => {}); // Met below.
  const tracked = trackedFiles(repo);
  list.tracked = () => tracked;
  await list.takeWanted(await tracked);
  const [{ untracked, ignored, closed }, own] = await rest;
  await list.takeWanted(untracked);
  list.tellClosed(closed);
  for (const folder of own) await list.walk(folder, !ofAnother(folder, list.root));
  await list.takeEnvironment(ignored);
}

/** Operands folders that git would not look into: it ignores them, or they are of another repository. */
async function ownFolders(repo: Repository, { root, folders }: List): Promise<string[]> {
  const named = folders.filter(Boolean);
  const ignored = await amongIgnored(repo, named);
  return named.filter((folder) => ignored.has(folder) || ofAnother(folder, root));
}

function ofAnother(folder: string, root: string): boolean {
  if (folder === '') return false;
  return existsSync(nativePath(`${root}/${folder}/.git`)) || ofAnother(above(folder), root);
}

const above = (folder: string) => folder.slice(0, Math.max(0, folder.lastIndexOf('/')));

/**
 * Ours to walk, as nothing is left out. What git tracks and the walk has not met is behind a link, in a repository of its
 * own, or not there: the index is read only where there is such a place.
 */
async function everythingIn(repo: Repository, list: List): Promise<void> {
  const { root, skips } = list;
  let tracked: Promise<readonly string[]> | undefined;
  list.tracked = () => {
    tracked ??= trackedFiles(repo);
    return tracked;
  };
  const closed: Closed = { empty: [], entrances: [] };
  const settings = { root, skips, packages: true, repositories: false, closed };
  for (const folder of list.folders) await list.takeAll(new Walk(folder, settings));
  if (closed.empty.length + closed.entrances.length === 0) return;
  await list.takeWanted(behind(closed, await list.tracked()));
}

/** Of the paths, those below what is closed, and an empty folder where there should be something else. */
function behind({ empty, entrances }: Closed, paths: readonly string[]): string[] {
  const closed = new Set([...empty, ...entrances]);
  const instead = new Set(empty);
  const isBehind = (path: string): boolean =>
    path !== '' && (closed.has(path) || isBehind(above(path)));
  let folder = '';
  let isClosed = false;
  return paths.filter((path) => {
    const own = above(path);
    // Files come by folder.
    if (own !== folder) isClosed = isBehind(own);
    folder = own;
    return isClosed || instead.has(path);
  });
}

const inPackages = (folder: string) => /(^|\/)node_modules(\/|$)/.test(folder);

function below(folders: readonly string[]): (path: string) => boolean {
  if (folders.includes('')) return () => true;
  const starts = folders.map((folder) => `${folder}/`);
  return (path) => starts.some((start) => path.startsWith(start));
}
