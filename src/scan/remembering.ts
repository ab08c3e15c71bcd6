/** `history --cache`: the cache of the repository at hand, under the rules and options in force. */

import { createHash } from 'node:crypto';
import type { Options } from '../config.ts';
import { Cache } from '../history/cache.ts';
import { alternatesOf } from '../history/refs.ts';
import type { Request, WalkOptions } from './request.ts';

/** Digest of all sources, put in by the build: two builds of one version may find different things. */
declare const KEYFENCE_BUILD: string | undefined;

export async function openCache(
  { repository, version, env }: Request,
  options: Options,
  { allPlaces, unreachable, allowShallow }: WalkOptions,
): Promise<Cache> {
  const build = typeof KEYFENCE_BUILD === 'string' ? KEYFENCE_BUILD : 'from source';
  const { inline, webKeys, maxBytes, customRules } = options;
  const { top, gitDir, commonDir, objectsDir, hash } = repository!;
  // The rules are part of the build; loading them only to digest them would take longer than all the rest.
  const content = digest([version, build, customRules, inline, webKeys, maxBytes, hash]);
  const report = digest([content, allPlaces, unreachable, allowShallow]);
  const run: NonNullable<Request['repository']>['run'] = (args, settings) =>
    repository!.run(args, settings);
  const alternates = alternatesOf(env, repository!);
  const place = { top, gitDir, commonDir, objectsDir, alternates, run };
  return Cache.open(place, { content, report }, env);
}

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_, one) => (one instanceof RegExp ? String(one) : one)))
    .digest('hex');
