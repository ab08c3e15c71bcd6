import { join } from 'node:path';
import { expect } from 'vitest';
import { openRepository } from '../../src/git.ts';
import { Cache, type CacheSettings } from '../../src/history/cache.ts';
import { type HistoryOptions, type HistoryResult, scanHistory } from '../../src/history/history.ts';
import { engine, history, plain } from './history.ts';
import { authKey, standardKey } from './keys.ts';
import { cleanEnv, type Repo, repository } from './repo.ts';

interface Cached {
  readonly result: HistoryResult;
  /** Where it came from: the report was remembered, some objects were, or nothing. */
  readonly from: 'report' | 'objects' | 'nothing';
  /** Blobs, commits and tags that need not be read. */
  readonly known: number;
}

export const SETTINGS: CacheSettings = { content: 'c', report: 'r' };

/** `keyfence history --cache` in this process. */
export async function cached(
  repo: Repo,
  home: string,
  options: Partial<HistoryOptions> = {},
  settings = SETTINGS,
): Promise<Cached> {
  const env = cleanEnv({ XDG_STATE_HOME: home });
  const opened = await openRepository(repo.path, { trust: false, env });
  try {
    const { top, gitDir, commonDir, objectsDir, hash } = opened;
    const run = opened.run.bind(opened);
    const cache = await Cache.open({ top, gitDir, commonDir, objectsDir, run }, settings, env);
    const unchanged = cache.unchanged();
    if (unchanged) return { result: unchanged, from: 'report', known: 0 };
    let known = 0;
    let from: Cached['from'] = 'nothing';
    const recall = cache.recall.bind(cache);
    cache.recall = (store) => {
      const facts = recall(store);
      if (facts) from = 'objects';
      for (const one of facts ? [facts.totals.packs, facts.totals.loose] : []) {
        known += one.files + one.messages;
      }
      return facts;
    };
    const all = { ...plain, ...options, cache };
    const result = await scanHistory({ gitDir, commonDir, objectsDir, hash, run }, engine, all);
    return { result: await cache.keep(result), from, known };
  } finally {
    opened.close();
  }
}

export const shown = ({ failure, ...result }: HistoryResult) =>
  JSON.parse(JSON.stringify({ ...result, failure: failure?.message }));

export async function expectSame(
  repo: Repo,
  home: string,
  options: Partial<HistoryOptions> = {},
): Promise<Cached> {
  const found = await cached(repo, home, options);
  expect(shown(found.result)).toEqual(shown(await history(repo, options)));
  return found;
}

export const remembered = (repo: Repo) =>
  ['history-report', 'history-objects'].map((name) => {
    const gitDir = repo.git('rev-parse', '--path-format=absolute', '--git-common-dir');
    return join(gitDir, 'keyfence', name);
  });

/** A repository with a pack, loose objects, and secrets in both. */
export function leaking(): Repo {
  const repo = repository();
  repo.commit('a.txt', `${standardKey(1)}\n`);
  repo.commit('b/c.txt', `x\n${authKey(2)}\n`, `say ${standardKey(3)}`);
  repo.git('repack', '-adq');
  repo.commit('d.txt', `${authKey(4)}\n`);
  return repo;
}

/** A copy in which one bit is another. */
export function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at]! ^= 1;
  return changed;
}
