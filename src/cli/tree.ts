/** What a config may not do to the whole tree, checked where there is time to list it: not in a hook. */
import { checkTree, type Options } from '../config.ts';
import type { Repository } from '../git.ts';

/**
 * Reads the configs of all folders, and refuses excludes that take more than half of the tracked files.
 * @throws KeyfenceError `config`
 */
export async function checkWhole(repository: Repository, options: Options): Promise<void> {
  if (!repository.top) return;
  const listing = await repository.git(['-C', repository.top, 'ls-files', '-z']);
  await checkTree(options, listing.toString().split('\0').filter(Boolean));
}
