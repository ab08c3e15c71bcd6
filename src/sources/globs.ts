/** Globs of `keyfence files`, matched against what is on disk. The only user of fast-glob. */
import { lstatSync, readdirSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import fastGlob, { type FileSystemAdapter } from 'fast-glob';
import type { Repository } from '../git.ts';
import { type Operands, outsideOf } from './asked.ts';
import { isEnvironment } from './environment.ts';
import { amongIgnored, ignoredFiles } from './git-files.ts';
import { isGits, nativePath, rawPath, relativeTo } from './raw.ts';

export interface GlobPlace {
  /** Raw absolute folder that globs start from. */
  readonly cwd: string;
  /** Raw absolute. */
  readonly root: string;
  /** Absent where what git ignores counts too. */
  readonly repository: Repository | undefined;
}

/**
 * Adds what fits. What git ignores stays out, `.env` files aside, unless the glob itself begins in an
 * ignored folder; a glob that fits nothing goes to `unmatched`.
 */
export async function expand(glob: string, place: GlobPlace, into: Operands): Promise<void> {
  const pattern = rawPath(glob);
  const base = relativeTo(place.root, resolve(place.cwd, baseOf(pattern)));
  if (base === undefined) throw outsideOf(pattern);
  const left = place.repository ? await leftOut(place.repository, base) : undefined;
  const found = search(pattern, place, left ?? []);
  const ignored =
    left && place.repository ? await amongIgnored(place.repository, found) : new Set<string>();
  const kept = found.filter((path) => !ignored.has(path) || isEnvironment(path));
  if (kept.length === 0) into.unmatched.globs.push(glob);
  else for (const path of kept) into.found.push(path);
}

/** Folders that git ignores; undefined where the glob's own folder is one, for then it is meant. */
async function leftOut(repository: Repository, base: string): Promise<string[] | undefined> {
  if (base !== '' && (await amongIgnored(repository, [base])).size > 0) return undefined;
  return (await ignoredFiles(repository)).filter((path) => path.endsWith('/'));
}

function search(pattern: string, { cwd, root }: GlobPlace, left: readonly string[]): string[] {
  const here = (folder: string) => slashes(relative(cwd, `${root}/${folder}`));
  const packages = /(^|\/)node_modules(\/|$)/.test(pattern) ? [] : ['**/node_modules/**'];
  const entries = fastGlob.globSync(pattern, {
    cwd,
    dot: true,
    fs: RAW,
    onlyFiles: false,
    objectMode: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    ignore: [
      '**/.git/**',
      ...packages,
      ...left.map((folder) => `${fastGlob.escapePath(here(folder))}/**`),
    ],
  });
  const paths: string[] = [];
  for (const { path, dirent } of entries) {
    if (dirent.isDirectory()) continue;
    const inside = relativeTo(root, resolve(cwd, path));
    if (inside === undefined) throw outsideOf(pattern);
    if (!isGits(inside)) paths.push(inside);
  }
  return paths;
}

/** The folder that stands before the first special character. */
function baseOf(pattern: string): string {
  const [task] = fastGlob.generateTasks(pattern);
  return task === undefined ? '.' : task.base;
}

const slashes = (path: string) => path.replaceAll(sep, '/');

/** Names as raw paths, so that a file whose name is not UTF-8 can be opened once it is found. */
const RAW: Partial<FileSystemAdapter> = {
  lstatSync: (path) => lstatSync(nativePath(path)),
  statSync: (path) => statSync(nativePath(path)),
  // The declared type is that of a function with two kinds of answer; fast-glob asks for this one only.
  readdirSync: ((path: string): unknown =>
    readdirSync(nativePath(path), {
      encoding: 'latin1',
      withFileTypes: true,
    })) as FileSystemAdapter['readdirSync'],
};
