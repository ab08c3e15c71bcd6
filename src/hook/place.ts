/**
 * Where things are in a repository: the folder that git takes hooks from (git is asked, it alone knows
 * all its settings), the folder that hooks are written in, and keyfence's own package.
 */
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Repository } from '../git.ts';
import { readManifest, wanted } from './managers.ts';
import { repairIn } from './packages.ts';

/**
 * git: the repository's own hooks folder, never committed. tree: a folder of the work tree that
 * `core.hooksPath` names. husky: husky 9, whose shims run the files beside them. outside: a folder
 * that other repositories may share.
 */
export type PlaceKind = 'git' | 'tree' | 'husky' | 'outside';

export interface Place {
  readonly kind: PlaceKind;
  /** Absolute; the work tree's top. */
  readonly top: string;
  /** Absolute; what git runs is taken from here. */
  readonly folder: string;
  /** Absolute; what keyfence writes goes here. The same folder, except with husky. */
  readonly scripts: string;
  /** Where `core.hooksPath` is set, in git's words: system, global, local, worktree, command; '' if unset. */
  readonly scope: string;
  /** husky: git does take its hooks from husky's folder, and that folder is there. */
  readonly active: boolean;
  /** The main worktree's top, where this is a linked one; else the same as `top`. */
  readonly main: string;
  /** The nearest folder with a package.json, upwards from where the user stands; '' if none. */
  readonly project: string;
}

/** @param cwd where the user stands: in a monorepo it tells which package is meant */
export async function findPlace(repo: Repository, cwd: string): Promise<Place> {
  const top = repo.top;
  const answer = await repo.git(['rev-parse', '--git-path', 'hooks'], { hooks: true });
  const folder = resolve(cwd, answer.toString().replace(/\r?\n$/, ''));
  const setting = await repo.run(['config', '--show-scope', '-z', '--get', 'core.hooksPath'], {
    hooks: true,
    accept: [1],
  });
  const scope = setting.code === 0 ? setting.stdout.toString().split('\0')[0]! : '';
  const main = /[\\/]\.git$/.test(repo.commonDir) ? dirname(repo.commonDir) : top;
  const project = nearest(cwd, top, (at) => existsSync(join(at, 'package.json'))) ?? '';
  const where = { top, folder, scripts: folder, scope, active: true, main, project };
  if (isHuskyFolder(folder)) {
    return {
      ...where,
      kind: 'husky',
      scripts: dirname(folder),
      active: existsSync(join(folder, 'h')),
    };
  }
  if (isWithin(folder, repo.gitDir) || isWithin(folder, repo.commonDir)) {
    return huskyToCome(where, cwd) ?? { ...where, kind: 'git' };
  }
  return { ...where, kind: isWithin(folder, top) ? 'tree' : 'outside' };
}

/** husky is asked for, but git does not know of it yet: `npm install` has not run, or not here. */
function huskyToCome(where: Omit<Place, 'kind'>, cwd: string): Place | undefined {
  const at = nearest(cwd, where.top, usesHusky);
  if (at === undefined) return undefined;
  const scripts = join(at, '.husky');
  return { ...where, kind: 'husky', scripts, active: false };
}

/** husky 4 and older keep their hooks in package.json: `managers.ts` knows those. */
const usesHusky = (folder: string) => {
  const range = wanted(readManifest(folder) ?? {}, 'husky');
  return range !== undefined && !/^\D*[0-4](?:\.|$)/.test(range);
};

const isHuskyFolder = (folder: string) =>
  /[\\/]_$/.test(folder) && (existsSync(join(folder, 'h')) || /[\\/]\.husky[\\/]_$/.test(folder));

/** Upwards from `from` to `top`, both included. */
export function nearest(
  from: string,
  top: string,
  fits: (folder: string) => boolean,
): string | undefined {
  for (let at = from; isWithin(at, top); at = dirname(at)) {
    if (fits(at)) return at;
    if (at === dirname(at)) break;
  }
  return undefined;
}

export function isWithin(path: string, folder: string): boolean {
  const way = relative(real(folder), real(path));
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** The path without links; of what is not there yet, as far as it is there. */
function real(path: string): string {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
    try {
      return realpathSync(path);
    } catch {
      return path;
    }
  }
  return dirname(path) === path
    ? path
    : join(real(dirname(path)), path.slice(dirname(path).length));
}

/** Where keyfence's package is, as the hook will find it. */
export interface Home {
  /** Absolute path of the package. */
  readonly folder: string;
  /** Relative to the work tree's top, with `/`; '' where the package is not in this project. */
  readonly inTree: string;
  /** npx keeps it until the next cleaning of npm's cache. */
  readonly fleeting: boolean;
}

/** The project's own keyfence if it has one, else the one that is running. */
export function findHome(place: Place, cwd: string): Home {
  for (const [from, top] of [
    [cwd, place.top] as const,
    [otherTree(place, cwd), place.main] as const,
  ]) {
    const at = nearest(from, top, (folder) => isPackage(inModules(folder)) || isItself(folder));
    if (at === undefined) continue;
    const folder = isItself(at) ? at : inModules(at);
    const inTree = relative(top, folder).split(sep).join('/') || '.';
    return { folder, inTree, fleeting: false };
  }
  const folder = ownFolder();
  return { folder, inTree: '', fleeting: /[\\/]_npx[\\/]/.test(folder) };
}

/** The same folder in the main worktree. */
const otherTree = (place: Place, cwd: string) => join(place.main, relative(place.top, cwd));

const inModules = (folder: string) => join(folder, 'node_modules', 'keyfence');

const isPackage = (folder: string) => existsSync(join(folder, 'bin', 'hook.sh'));

/** A checkout of keyfence, which runs itself. */
const isItself = (folder: string) => isPackage(folder) && readManifest(folder)?.name === 'keyfence';

/** The package that this code belongs to. */
export function ownFolder(): string {
  let at = dirname(fileURLToPath(import.meta.url));
  while (!isItself(at) && at !== dirname(at)) at = dirname(at);
  return at;
}

/** The command that puts a missing package back. */
export function repair(place: Place, home: Home): string {
  if (home.inTree === '') return 'npx keyfence install';
  return repairIn(place.top, home.inTree.replace(/\/?(?:node_modules\/keyfence|\.)$/, ''));
}
