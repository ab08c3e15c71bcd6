/**
 * The files below a folder, by our own eyes: outside of a repository, in folders that git ignores, and
 * where what git ignores is wanted too. Never enters a link or `.git`. Paths are raw (see `raw.ts`).
 */
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import type { Skip } from '../types.ts';
import { isGitName, nameOf, nativePath } from './raw.ts';

export interface WalkSettings {
  /** Raw absolute path. */
  readonly root: string;
  /** Only files with such a name; all where absent. */
  readonly only?: (name: string) => boolean;
  /** True goes into `node_modules` too. */
  readonly packages: boolean;
  /** True goes into repositories inside of the start too; what they are is a Skip otherwise. */
  readonly repositories: boolean;
  /** Gets what is not listed, and why. */
  readonly skips: Skip[];
  /** Told of what the index may know more about. */
  readonly closed?: Closed;
}

/** Paths that are not gone into. */
export interface Closed {
  /** Folders that hold nothing, or cannot be looked into: that of a submodule is one before it is fetched. */
  readonly empty: string[];
  /** Links, and repositories of their own. */
  readonly entrances: string[];
}

const PACKAGES = 'node_modules';

/** So many files are given at a time: most folders hold a few, and what is done for each gift adds up. */
const AT_A_TIME = 64;

/** Folder after folder, the files of a folder before those of its folders. */
export class Walk {
  private readonly folders: string[];

  /** @param start raw, relative to the root, without a final `/`; '' for the root itself */
  constructor(
    private readonly start: string,
    private readonly settings: WalkSettings,
  ) {
    this.folders = [start];
  }

  /** The files of the next few folders; undefined at the end. */
  next(): string[] | undefined {
    const { folders } = this;
    const files: string[] = [];
    while (files.length < AT_A_TIME && folders.length > 0) this.addFilesOf(folders.pop()!, files);
    return files.length > 0 ? files : undefined;
  }

  private addFilesOf(folder: string, files: string[]): void {
    const { start, settings, folders } = this;
    const before = folder === '' ? '' : `${folder}/`;
    const entries = entriesOf(folder, settings);
    if (entries.length === 0) settings.closed?.empty.push(folder);
    if (folder !== start && !settings.repositories && isRepository(entries, before, settings)) {
      settings.skips.push({ ...nameOf(folder), ...OTHER_REPOSITORY });
      settings.closed?.entrances.push(folder);
      return;
    }
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index]!;
      if (!entry.isDirectory()) takeFile(entry, before, { settings, files });
      else if (enters(entry.name, before, settings)) folders.push(before + entry.name);
    }
  }
}

export const OTHER_REPOSITORY = {
  reason: 'submodule',
  detail: 'a repository of its own',
  harmless: true,
} as const;

function enters(name: string, before: string, { packages, only, skips }: WalkSettings): boolean {
  if (name !== PACKAGES || packages) return !isGitName(name);
  if (!only) skips.push({ ...nameOf(before + name), ...INSTALLED });
  return false;
}

const INSTALLED = {
  reason: 'ignored-by',
  detail: 'installed packages: name the folder, or add --no-gitignore',
  harmless: true,
} as const;

function takeFile(
  entry: Dirent,
  before: string,
  { settings, files }: { readonly settings: WalkSettings; readonly files: string[] },
): void {
  const { name } = entry;
  // A file named .git says where a submodule or worktree keeps its repository.
  if (isGitName(name) || (settings.only && !settings.only(name))) return;
  const path = before + name;
  if (entry.isFile()) files.push(path);
  else if (entry.isSymbolicLink()) {
    files.push(path);
    settings.closed?.entrances.push(path);
  } else settings.skips.push({ ...nameOf(path), reason: 'special-file', harmless: true });
}

/** As git sees it: its own folder, or a file that leads to one, and not just the name. */
function isRepository(entries: readonly Dirent[], before: string, { root }: WalkSettings): boolean {
  const git = entries.find(({ name }) => name === '.git');
  if (!git) return false;
  const path = `${root}/${before}.git`;
  try {
    if (git.isFile()) return readFileSync(nativePath(path), 'latin1').startsWith('gitdir: ');
    const folder = (name: string) => statSync(nativePath(`${path}/${name}`)).isDirectory();
    return statSync(nativePath(`${path}/HEAD`)).isFile() && folder('objects') && folder('refs');
  } catch {
    return false;
  }
}

function entriesOf(folder: string, { root, skips }: WalkSettings): readonly Dirent[] {
  try {
    const full = folder === '' ? root || '/' : `${root}/${folder}`;
    return readdirSync(nativePath(full), { encoding: 'latin1', withFileTypes: true });
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    skips.push({ ...nameOf(folder), reason: 'unreadable', detail, harmless: false });
    return [];
  }
}
