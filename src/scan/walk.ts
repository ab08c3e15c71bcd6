/** The commands that walk git's objects: history, push and ci. */
import type { Options } from '../config.ts';
import type { Repository } from '../git.ts';
import { type HistoryResult, scanHistory } from '../history/history.ts';
import type { Request } from '../scan.ts';
import { load } from './rules.ts';

export async function walk(request: Request, options: Options): Promise<HistoryResult> {
  const { repository, walk } = request;
  const { inline, webKeys, showSecrets, jobs, maxBytes } = options;
  const { engine } = load(options);
  const { gitDir, commonDir, objectsDir, hash } = repository!;
  const run: Repository['run'] = (args, how) => repository!.run(args, how);
  return scanHistory({ gitDir, commonDir, objectsDir, hash, run }, engine, {
    inline,
    webKeys,
    showSecrets,
    jobs,
    maxBytes,
    ...walk!,
  });
}
