/** What git says about the files of a work tree. Paths are raw (see `raw.ts`), relative to its top. */
import type { Repository } from '../git.ts';

export interface GitFiles {
  /** In order of their bytes, each once. One that ends in `/` is a repository of its own. */
  readonly paths: readonly string[];
  /** Of these, what is in the index; not all of it need be on disk. */
  readonly tracked: ReadonlySet<string>;
}

/** @param gitignored true also lists what .gitignore leaves out */
export async function gitFiles(repo: Repository, gitignored: boolean): Promise<GitFiles> {
  const others = ['--others', ...(gitignored ? [] : ['--exclude-standard'])];
  const [cached, untracked] = await Promise.all([list(repo, ['--cached']), list(repo, others)]);
  const tracked = new Set(cached);
  if (untracked.length === 0) return { paths: [...tracked], tracked };
  return { paths: [...new Set([...cached, ...untracked])].sort(), tracked };
}

/** Files, and with a final `/` whole folders, that git ignores and does not track. */
export function ignoredFiles(repo: Repository): Promise<string[]> {
  return list(repo, ['--others', '--ignored', '--exclude-standard', '--directory']);
}

/** Tracked files that are not on disk, those aside that a sparse checkout leaves out. */
export function deletedFiles(repo: Repository): Promise<string[]> {
  return list(repo, ['--deleted']);
}

/** Tracked files that a sparse checkout leaves out, or that somebody has marked so. */
export async function sparseFiles(repo: Repository): Promise<string[]> {
  const tagged = await list(repo, ['-t', '--cached']);
  return tagged.filter((line) => line.startsWith('S ')).map((line) => line.slice(2));
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
