/** What install, uninstall and doctor need to know of a repository before they do anything. */
import { join, relative, sep } from 'node:path';
import type { Environment, Repository } from '../git.ts';
import { type FoundManager, findManager, readManifest, type Start, textOf } from './managers.ts';
import { findHome, findPlace, type Home, type Place } from './place.ts';
import { HOOKS, type Hook, holdsBlock } from './script.ts';

export interface HookOptions {
  /** Absolute path of the folder where the user stands. */
  readonly cwd: string;
  readonly env: Environment;
  /** `--trust-repo` */
  readonly trust: boolean;
  /** `--global`: a hooks folder outside the repository may be written to. */
  readonly global: boolean;
  /** `--plain`: git's own hooks folder is written to although another program writes hooks there. */
  readonly plain: boolean;
  /** `--print`: `install` writes nothing and says what it would do. */
  readonly print: boolean;
  /** `--verbose`: `install` says whether it compiled ahead. */
  readonly verbose: boolean;
  /** What doctor is to say of the cache of `history --cache`, of which nothing is known here. */
  readonly cache?: (repo: Repository) => Promise<CacheWords | undefined>;
}

export interface CacheWords {
  /** Absolute. */
  readonly folder: string;
  readonly size: string;
  /** Why it is not believed. */
  readonly trouble?: string;
}

export interface Survey {
  readonly repo: Repository;
  readonly place: Place;
  readonly home: Home;
  /** Another program that writes this repository's hooks. */
  readonly manager: FoundManager | undefined;
  /** A path as it is shown: relative to the work tree's top where it is inside. */
  readonly show: (path: string) => string;
}

export async function survey(repo: Repository, cwd: string): Promise<Survey> {
  const place = await findPlace(repo, cwd);
  const hookText = textOf(join(place.folder, 'pre-commit')) ?? '';
  const manifest = readManifest(place.project || place.top) ?? {};
  // What `--plain` wrote is there in spite of the manager.
  const own = place.kind === 'husky' || holdsBlock(hookText);
  const manager = own ? undefined : findManager(place.top, manifest, hookText);
  const show = (path: string) => shown(path, place.top);
  return { repo, place, home: findHome(place, cwd), manager, show };
}

function shown(path: string, top: string): string {
  const way = relative(top, path);
  return way === '' || way.startsWith('..') ? path : way.split(sep).join('/');
}

/** Starts keyfence from the work tree's top; without npx, which takes its time. */
const programOf = (home: Home): string[] =>
  home.inTree === '' ? ['keyfence'] : ['node', `${home.inTree}/bin/keyfence.js`];

export const commandOf = (home: Home, hook: Hook): string[] => [...programOf(home), HOOKS[hook]];

export function startOf(home: Home): Start {
  const version = String(readManifest(home.folder)?.version);
  return {
    command: programOf(home).join(' '),
    version: home.inTree === '' ? version : undefined,
  };
}
