/** The commands that walk git's objects: history, push and ci. */
import type { Options } from '../config.ts';
import { KeyfenceError } from '../errors.ts';
import type { Repository } from '../git.ts';
import { type HistoryResult, type Progress, scanHistory } from '../history/history.ts';
import type { Selection } from '../history/pick.ts';
import type { Request } from '../scan.ts';
import { load } from './rules.ts';

export interface WalkOptions {
  readonly allPlaces: boolean;
  readonly unreachable: boolean;
  readonly allowShallow: boolean;
  /** Absent: everything that git keeps. `nothing`: a push that publishes nothing. */
  readonly selection?: Selection | 'nothing';
  /** Aborted by Ctrl-C: the Report holds what was found so far and is not complete. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: WalkProgress) => void;
}

export type WalkProgress =
  | Progress
  | { readonly phase: 'files'; readonly done: number; readonly total: number };

const NOTHING: HistoryResult = {
  findings: [],
  skipped: [],
  ignored: 0,
  notices: [],
  stats: { files: 0, bytes: 0, commits: 0 },
  objects: 0,
};

export async function walk(
  { command, repository, scope }: Request,
  options: Options,
  { selection, ...how }: WalkOptions,
): Promise<HistoryResult> {
  if (selection === 'nothing') return NOTHING;
  const { inline, webKeys, showSecrets, jobs, maxBytes } = options;
  const { engine } = load(options);
  const { gitDir, commonDir, objectsDir, hash } = repository!;
  const run: Repository['run'] = (args, settings) => repository!.run(args, settings);
  const result = await scanHistory({ gitDir, commonDir, objectsDir, hash, run }, engine, {
    inline,
    webKeys,
    showSecrets,
    jobs,
    maxBytes,
    ...how,
    ...(selection && { selection }),
  });
  // Somebody who types a range expects commits in it; a CI run or a push may well bring none.
  const empty = selection && command === 'history' && result.stats.commits === 0;
  if (!empty || result.failure) return result;
  return { ...result, failure: new KeyfenceError('empty-range', scope ?? '') };
}
