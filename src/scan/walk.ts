/** The commands that walk git's objects: history, push and ci. */

import type { Options } from '../config.ts';
import { KeyfenceError } from '../errors.ts';
import type { Repository } from '../git.ts';
import type { HistoryResult } from '../history/history.ts';
import type { Selection } from '../history/pick.ts';
import { optimizeLater } from './compiling.ts';
import type { Request, WalkOptions } from './request.ts';

const NOTHING: HistoryResult = {
  findings: [],
  skipped: [],
  ignored: 0,
  notices: [],
  stats: { files: 0, messages: 0, bytes: 0, commits: 0 },
  objects: 0,
};

export async function walk(
  request: Request,
  options: Options,
  { selection, ...how }: WalkOptions,
): Promise<HistoryResult> {
  if (selection === 'nothing') return NOTHING;
  const quick = selection && !how.shard && (await quickly(request.repository!, options, selection));
  const again = () => wholly(request, options, { selection, ...how });
  const read = quick || (await again());
  const lacks = how.allowFetch && read.failure?.code === 'objects-missing';
  const result = lacks
    ? await (await import('./fetching.ts')).withFetched(read, request.repository!, {
        again,
        walk: how,
      })
    : read;
  // Somebody who types a range expects commits in it; a CI run or a push may well bring none.
  const empty =
    selection && !how.shard && request.command === 'history' && result.stats.commits === 0;
  if (!empty || result.failure) return result;
  return { ...result, failure: new KeyfenceError('empty-range', request.scope ?? '') };
}

/** The everyday range, in which there is nothing; undefined where it is not that. */
async function quickly(
  { everyday, gitDir, commonDir, objectsDir, hash }: Repository,
  options: Options,
  selection: Selection,
): Promise<HistoryResult | undefined> {
  if (!everyday || options.customRules.length > 0) return undefined;
  const { quickScan } = await import('../history/quick.ts');
  const { isClean } = await import('./first-look.ts');
  const repo = { gitDir, commonDir, objectsDir, hash };
  const clean = await quickScan(repo, selection, options, (objects) => isClean(objects, options));
  return clean && { ...NOTHING, ...clean };
}

async function wholly(
  request: Request,
  options: Options,
  {
    selection,
    cache: wanted,
    onWhole,
    ...how
  }: Omit<WalkOptions, 'selection'> & { readonly selection?: Selection | undefined },
): Promise<HistoryResult> {
  onWhole?.();
  const opened = wanted && (await import('./remembering.ts')).openCache(request, options, how);
  const cache = await opened;
  const unchanged = cache?.unchanged();
  if (unchanged) return unchanged;
  const { inline, webKeys, showSecrets, jobs, maxBytes } = options;
  const { load } = await import('./rules.ts');
  const { scanHistory } = await import('../history/history.ts');
  // Behind the imports: V8 refuses what was compiled ahead under other flags.
  if (how.alone && !selection) await optimizeLater();
  const { engine } = load(options);
  const atOnce = how.alone && !selection ? await optimizeLater() : undefined;
  const repository = request.repository!;
  const { gitDir, commonDir, objectsDir, hash } = repository;
  const { alternatesOf } = await import('../history/refs.ts');
  const alternates = alternatesOf(request.env, repository);
  const run: Repository['run'] = (args, settings) => repository.run(args, settings);
  const result = await scanHistory(
    { gitDir, commonDir, objectsDir, alternates, hash, run },
    engine,
    {
      inline,
      webKeys,
      showSecrets,
      jobs,
      maxBytes,
      ...how,
      ...(selection && { selection }),
      ...(cache && { cache }),
    },
  );
  atOnce?.();
  return cache ? cache.keep(result) : result;
}
