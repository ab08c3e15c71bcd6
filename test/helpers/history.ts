/** Runs a history scan in this process, on the real rules, and says what it found in few words. */
import { rules } from '../../rules/index.ts';
import { compile } from '../../src/detect/engine.ts';
import { openRepository } from '../../src/git.ts';
import { type HistoryOptions, type HistoryResult, scanHistory } from '../../src/history/history.ts';
import { cleanEnv, type Repo } from './repo.ts';

export const engine = compile(rules);

export const plain: HistoryOptions = {
  jobs: 1,
  maxBytes: 2 ** 30,
  allPlaces: false,
  allowShallow: false,
  unreachable: true,
  inline: true,
  webKeys: 'warning',
  showSecrets: false,
};

export async function history(
  repo: Repo,
  options: Partial<HistoryOptions> = {},
  env: NodeJS.ProcessEnv = {},
): Promise<HistoryResult> {
  const opened = await openRepository(repo.path, { trust: false, env: cleanEnv(env) });
  try {
    const { gitDir, commonDir, objectsDir, hash } = opened;
    const run = opened.run.bind(opened);
    return await scanHistory({ gitDir, commonDir, objectsDir, hash, run }, engine, {
      ...plain,
      ...options,
    });
  } finally {
    opened.close();
  }
}

/** Each finding as `kind path:line`, sorted. */
export function spots({ findings }: HistoryResult): string[] {
  return findings.map(({ where }) => `${where.kind} ${where.path}:${where.line}`).sort();
}
