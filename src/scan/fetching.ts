/** `--allow-fetch`: what a scan found missing in a partial clone is fetched, and the scan done again. */

import { KeyfenceError } from '../errors.ts';
import { fetchObjects, promisorOf } from '../git/fetch.ts';
import type { Repository } from '../git.ts';
import type { HistoryResult } from '../history/history.ts';
import type { WalkOptions } from './request.ts';

/** A tree that comes may name others that are missing; a remote that goes on and on like that is not followed. */
const MOST_ROUNDS = 50;

export async function withFetched(
  first: HistoryResult,
  repository: Repository,
  how: {
    readonly again: () => Promise<HistoryResult>;
    readonly walk: Pick<WalkOptions, 'signal' | 'onProgress'>;
  },
): Promise<HistoryResult> {
  const { signal, onProgress } = how.walk;
  const promisor = await promisorOf(repository);
  if (promisor === undefined) return first;
  let result = first;
  let count = 0;
  for (let round = 0; round < MOST_ROUNDS && lacks(result) && !signal?.aborted; round++) {
    const oids = missing(result);
    onProgress?.({ phase: 'fetch', done: 0, total: oids.length });
    const why = await fetchObjects(repository, promisor, oids, signal);
    if (signal?.aborted) return { ...result, failure: new KeyfenceError('interrupted') };
    if (why !== '') {
      const failure = new KeyfenceError('fetch-failed', `${oids.length}`, promisor.name, why);
      return { ...result, failure };
    }
    count += oids.length;
    result = await how.again();
    // Whatever git thinks it has fetched: what is missing still will not come.
    if (missing(result).some((oid) => oids.includes(oid))) break;
  }
  if (count === 0) return result;
  const notice = { code: 'fetched', count, values: [promisor.name] } as const;
  return { ...result, notices: [...result.notices, notice] };
}

const lacks = ({ failure }: HistoryResult) => failure?.code === 'objects-missing';

const missing = ({ skipped }: HistoryResult): string[] =>
  skipped.flatMap(({ reason, oid }) => (reason === 'missing' && oid ? [oid] : []));
