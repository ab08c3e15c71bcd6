/**
 * The files below a folder, by our own eyes: outside of a repository, and in folders that git ignores.
 * Never enters a link or `.git`. Paths are raw (see `raw.ts`).
 */
import { type Dirent, readdirSync } from 'node:fs';
import type { Skip } from '../types.ts';
import { isGits, nameOf, nativePath } from './raw.ts';

export interface Walked {
  /** Relative to the root, in order already, but for what other walks add: sorting is quick then. */
  readonly paths: string[];
  readonly skips: Skip[];
}

export interface WalkSettings {
  /** Raw absolute path. */
  readonly root: string;
  /** Only files with such a name; all where absent. */
  readonly only?: (name: string) => boolean;
  /** True goes into `node_modules` too. */
  readonly packages: boolean;
}

const PACKAGES = 'node_modules';

/** @param start raw, relative to the root, without a final `/`; '' for the root itself */
export function walkTree(start: string, settings: WalkSettings, into: Walked): void {
  const before = start === '' ? '' : `${start}/`;
  for (const entry of entriesOf(start, settings.root, into)) {
    const path = before + entry.name;
    if (!entry.isDirectory()) {
      if (!settings.only || settings.only(entry.name)) takeFile(entry, path, into);
    } else if (entry.name === PACKAGES && !settings.packages) {
      if (!settings.only) into.skips.push({ ...nameOf(path), ...INSTALLED });
    } else if (!isGits(entry.name)) walkTree(path, settings, into);
  }
}

const INSTALLED = {
  reason: 'ignored-by',
  detail: 'installed packages: name the folder, or add --no-gitignore',
  harmless: true,
} as const;

function takeFile(entry: Dirent, path: string, into: Walked): void {
  // A file named .git says where a submodule or worktree keeps its repository.
  if (isGits(entry.name)) return;
  if (entry.isFile() || entry.isSymbolicLink()) into.paths.push(path);
  else into.skips.push({ ...nameOf(path), reason: 'special-file', harmless: true });
}

function entriesOf(folder: string, root: string, into: Walked): readonly Dirent[] {
  try {
    const full = folder === '' ? root : `${root}/${folder}`;
    const entries = readdirSync(nativePath(full), { encoding: 'latin1', withFileTypes: true });
    return entries.sort(byPath);
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    into.skips.push({ ...nameOf(folder), reason: 'unreadable', detail, harmless: false });
    return [];
  }
}

/** As the whole paths compare: a folder's name goes on with `/`. */
function byPath(a: Dirent, b: Dirent): number {
  const [one, other] = [a, b].map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  return one! < other! ? -1 : 1;
}
