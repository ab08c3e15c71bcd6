/**
 * Which files on disk are to be read: those that git tracks or would add, `.env` files though git
 * ignores them, and whatever is named. Outside of a repository: all files below the current folder.
 * Paths are raw (see `raw.ts`); reading them is `disk.ts`.
 */
import type { KeyfenceError } from '../errors.ts';
import type { Repository } from '../git.ts';
import type { Skip } from '../types.ts';
import { isEnvironment } from './environment.ts';
import { amongIgnored, deletedFiles, gitFiles, ignoredFiles, sparseFiles } from './git-files.ts';
import { type Named, named, unmatchedError } from './operands.ts';
import { nameOf, rawPath } from './raw.ts';
import { type Walked, walkTree } from './tree.ts';

export interface FilesAsked {
  readonly repository?: Repository;
  /** Absolute. What is named is named from here; without a repository it is also the root. */
  readonly cwd: string;
  /** Paths and globs; none: everything. */
  readonly operands: readonly string[];
  /** Further paths with a NUL behind each, never globs. */
  readonly paths0?: AsyncIterable<Uint8Array>;
  /** Also what .gitignore leaves out. */
  readonly gitignored?: boolean;
}

export interface Listing {
  /** Raw absolute path, no `/` at its end: the top of the repository, else the current folder. */
  readonly root: string;
  /** Relative to the root, in order of their bytes, each once. */
  readonly paths: readonly string[];
  /** Of these, what git ignores. */
  readonly ignored: ReadonlySet<string>;
  readonly skips: readonly Skip[];
  /** Of the paths that were found missing, those that were gone before the scan began. */
  readonly absent: (missing: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Set where something that was named does not exist or fits nothing. */
  readonly failure?: KeyfenceError;
}

/** @throws KeyfenceError 'git-failed', 'usage' */
export async function listFiles(asked: FilesAsked): Promise<Listing> {
  const { repository } = asked;
  const root = rawPath(repository?.top || asked.cwd).replace(/[\\/]$/, '');
  const names = await named(asked, root);
  const failure = names && unmatchedError(names);
  const listing = repository?.top
    ? await inRepository(repository, root, { gitignored: asked.gitignored === true, names })
    : outside(root, names ?? EVERYTHING, asked.gitignored === true);
  return failure ? { ...listing, failure } : listing;
}

const EVERYTHING: Named = { files: [], folders: [''], unmatched: { paths: [], globs: [] } };

async function inRepository(
  repo: Repository,
  root: string,
  how: { readonly gitignored: boolean; readonly names: Named | undefined },
): Promise<Listing> {
  const names = how.names ?? EVERYTHING;
  const walked: Walked = { paths: [...names.files], skips: [] };
  if (names.folders.length === 0) {
    const paths = inOrder(walked);
    const ignored = await amongIgnored(repo, paths);
    return { root, paths, ignored, skips: walked.skips, absent: none };
  }
  const deleted = deletedFiles(repo);
  deleted.catch(() => {}); // Met where it is asked for.
  const [files, left, meant] = await Promise.all([
    gitFiles(repo, how.gitignored),
    how.gitignored ? [] : ignoredFiles(repo),
    amongIgnored(repo, names.folders.filter(Boolean)),
  ]);
  for (const folder of meant) walkTree(folder, { root, packages: true }, walked);
  const wanted = below(names.folders);
  for (const path of files.paths) if (wanted(path)) take(path, walked);
  takeEnvironment(left.filter(wanted), root, walked);
  const paths = inOrder(walked);
  // What git lists as untracked is not ignored, unless it was asked to list that too.
  const plain = new Set(how.gitignored ? files.tracked : files.paths);
  const ignored = await amongIgnored(
    repo,
    paths.filter((path) => !plain.has(path)),
  );
  const absent = async (missing: readonly string[]) => {
    const known = new Set([...(await deleted), ...(await sparseFiles(repo))]);
    return new Set(missing.filter((path) => known.has(path)));
  };
  return { root, paths, ignored, skips: walked.skips, absent };
}

function outside(root: string, names: Named, gitignored: boolean): Listing {
  const walked: Walked = { paths: [...names.files], skips: [] };
  for (const folder of names.folders) {
    const packages = gitignored || /(^|\/)node_modules(\/|$)/.test(folder);
    walkTree(folder, { root, packages }, walked);
  }
  const paths = inOrder(walked);
  return { root, paths, ignored: new Set(), skips: walked.skips, absent: none };
}

const none = async () => new Set<string>();

/** The unit order of strings whose characters are bytes is the order of the bytes. */
const inOrder = ({ paths }: Walked): readonly string[] => [...new Set(paths)].sort();

function take(path: string, into: Walked): void {
  if (!path.endsWith('/')) into.paths.push(path);
  else into.skips.push({ ...nameOf(path.slice(0, -1)), ...OTHER_REPOSITORY });
}

const OTHER_REPOSITORY = {
  reason: 'submodule',
  detail: 'a repository of its own',
  harmless: true,
} as const;

/** `.env` files among what git ignores; whole folders are listed with a final `/`. */
function takeEnvironment(left: readonly string[], root: string, into: Walked): void {
  for (const path of left) {
    if (!path.endsWith('/')) {
      if (isEnvironment(path)) into.paths.push(path);
    } else if (!/(^|\/)(node_modules|\.git)\//i.test(path)) {
      walkTree(path.slice(0, -1), { root, only: isEnvironment, packages: false }, into);
    }
  }
}

function below(folders: readonly string[]): (path: string) => boolean {
  if (folders.includes('')) return () => true;
  const starts = folders.map((folder) => `${folder}/`);
  return (path) => starts.some((start) => path.startsWith(start));
}
