/**
 * What the command line names: files, folders, globs. A path that exists is taken as it is written,
 * whatever brackets or stars are in its name; only what does not exist may be a glob.
 */
import { lstatSync, realpathSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { KeyfenceError } from '../errors.ts';
import { type FilesAsked, type Operands, outsideOf } from './asked.ts';
import { display, isGits, nativePath, rawPath, relativeTo } from './raw.ts';

interface Ground {
  /** Raw absolute, both. */
  readonly cwd: string;
  readonly root: string;
}

const GLOB = /[*?[\]{}!()]/;

/**
 * @returns undefined where nothing is named, which means everything
 * @throws KeyfenceError 'usage' where something lies outside of the root, or is git's own
 */
export async function named(asked: FilesAsked, root: string): Promise<Operands | undefined> {
  const listed = asked.paths0 && (await readPaths(asked.paths0));
  if (asked.operands.length === 0 && !listed) return undefined;
  const names: Operands = {
    files: [],
    found: [],
    folders: [],
    unmatched: { paths: [], globs: [] },
  };
  const ground = { cwd: rawPath(asked.cwd), root };
  for (const path of listed ?? []) place(path, ground, names);
  const globs = asked.operands.filter((operand) => {
    return !place(rawPath(operand), ground, names) && GLOB.test(operand);
  });
  if (globs.length === 0) return names;
  const { unmatched } = names;
  const left = unmatched.paths.filter((path) => !globs.some((glob) => rawPath(glob) === path));
  unmatched.paths.splice(0, Number.POSITIVE_INFINITY, ...left);
  const { expand } = await import('./globs.ts');
  const repository = asked.gitignored || !asked.repository?.top ? undefined : asked.repository;
  for (const glob of globs) await expand(glob, { ...ground, repository }, names);
  return names;
}

/** @returns false where nothing of that name exists */
function place(path: string, { cwd, root }: Ground, into: Operands): boolean {
  const full = resolve(cwd, path);
  const known = relativeTo(root, full) ?? relativeTo(root, throughLinks(full));
  if (known === undefined) throw outsideOf(path);
  if (isGits(known)) throw inGit(path);
  const status = lstatOf(full);
  if (!status) {
    into.unmatched.paths.push(path);
    return false;
  }
  const really = relativeTo(throughLinks(root, true), throughLinks(full));
  if (really === undefined) throw outsideOf(path);
  (status.isDirectory() ? into.folders : into.files).push(known);
  return true;
}

function lstatOf(full: string) {
  try {
    return lstatSync(nativePath(full), { throwIfNoEntry: false });
  } catch {
    return undefined; // ENAMETOOLONG, ENOTDIR, EACCES: nothing can be read under this name.
  }
}

/** With the links of its folder resolved; the last part stays as it is unless it is meant too. */
function throughLinks(full: string, last = false): string {
  try {
    const folder = real(last ? full : dirname(full));
    return last || dirname(full) === full
      ? folder
      : resolve(folder, full.slice(full.lastIndexOf(sep) + 1));
  } catch {
    return full;
  }
}

const real = (raw: string): string =>
  realpathSync.native(nativePath(raw), { encoding: 'buffer' }).toString('latin1');

async function readPaths(input: AsyncIterable<Uint8Array>): Promise<string[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of input) pieces.push(piece);
  const paths = Buffer.concat(pieces).toString('latin1').split('\0');
  if (paths.at(-1) === '') paths.pop();
  if (paths.length > 0 && !paths.includes('')) return [...new Set(paths)];
  const what = paths.length === 0 ? 'named no path' : 'holds an empty path';
  const next =
    'Give NUL-separated paths: git diff -z --name-only | npx keyfence files --stdin-paths0';
  throw new KeyfenceError('usage', `Standard input ${what}, so nothing was scanned.`, next);
}

/**
 * Why something that was named is not scanned; the rest is.
 * @param empty folders that were named and hold nothing
 */
export function unmatchedError(
  { unmatched }: Operands,
  empty: readonly string[],
): KeyfenceError | undefined {
  const { globs, paths } = unmatched;
  if (globs.length > 0) {
    const next = 'Check its spelling, or add --no-gitignore if git ignores what it means.';
    return new KeyfenceError('usage', `No file matches ${globs.join(' ')}.`, next);
  }
  const [first, ...more] = paths;
  if (first === undefined) return empty.length > 0 ? emptyError(empty) : undefined;
  const also = more.length > 0 ? `, and the same goes for ${more.length} more` : '';
  if (display(first).includes('\n')) {
    const what = `${display(first)} cannot be read: there is no such file${also}.`;
    const next =
      'Paths on standard input end with NUL, not with a line break: git diff -z --name-only';
    return new KeyfenceError('usage', what, `${next} | npx keyfence files --stdin-paths0`);
  }
  return new KeyfenceError('file-unreadable', display(first), `there is no such file${also}`);
}

function emptyError(folders: readonly string[]): KeyfenceError {
  const next = 'Name another folder, or add --no-gitignore if git ignores what is in it.';
  const shown = folders.map(display).join(' ');
  return new KeyfenceError('usage', `There is no file to scan in ${shown}.`, next);
}

function inGit(path: string): KeyfenceError {
  const next = 'Scan what git has stored with `npx keyfence history`.';
  return new KeyfenceError('usage', `${display(path)} lies inside of git's own folder.`, next);
}
