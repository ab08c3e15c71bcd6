/** `--refs GLOB`: which refs are meant, by whole or short name. */
import { KeyfenceError } from '../errors.ts';
import type { Repository } from '../git.ts';

/**
 * Ids that the refs point to. `*` and `?` stand for slashes too, as in `git log --branches=GLOB`; a name without
 * them is a ref, or all refs below it.
 * @throws KeyfenceError 'usage' where no ref fits one of the globs
 */
export async function idsOfRefs(
  repository: Repository,
  globs: readonly string[],
): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const glob of globs) {
    const found = await (/[*?[]/.test(glob) ? fitting(repository, glob) : below(repository, glob));
    if (found.length === 0) {
      const what = `No branch, tag or other ref fits --refs ${JSON.stringify(glob)}.`;
      throw new KeyfenceError('usage', what, 'List what there is with `git for-each-ref`.');
    }
    for (const id of found) ids.add(id);
  }
  return [...ids];
}

async function fitting(repository: Repository, glob: string): Promise<string[]> {
  const under = ['glob', 'branches', 'tags', 'remotes'].map((kind) => `--${kind}=${glob}`);
  return lines(await repository.git(['rev-parse', ...under]));
}

async function below(repository: Repository, name: string): Promise<string[]> {
  const bare = name.replace(/\/+$/, '');
  const folders = ['refs/', 'refs/heads/', 'refs/tags/', 'refs/remotes/'];
  const names = [bare, ...folders.map((folder) => folder + bare)];
  const args = ['for-each-ref', '--format=%(objectname)', '--', ...names];
  const found = lines(await repository.git(args));
  if (found.length > 0 || bare !== 'HEAD') return found;
  return lines(await repository.git(['rev-parse', '--verify', 'HEAD']));
}

const lines = (answer: Buffer): string[] => answer.toString().split('\n').filter(Boolean);
