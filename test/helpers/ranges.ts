/** Ranges of random graphs of commits, as a quick scan sees them. */

import { openRepository } from '../../src/git.ts';
import { type Clean, quickScan } from '../../src/history/quick.ts';
import { cleanEnv, type Repo, repository } from './repo.ts';

/** Which contents a quick scan looks at, and what it says. */
export async function quick(
  repo: Repo,
  revisions: readonly string[],
  options: readonly string[] = [],
) {
  const { gitDir, commonDir, objectsDir, hash } = await openRepository(repo.path, {
    trust: false,
    env: cleanEnv(),
  });
  const seen: Buffer[] = [];
  const place = { gitDir, commonDir, objectsDir, hash };
  const clean: Clean | undefined = await quickScan(
    place,
    { revisions, options },
    { maxBytes: 1 << 24 },
    async (objects) => {
      for (const { bytes } of objects) seen.push(Buffer.from(bytes));
      return true;
    },
  );
  return { clean, seen };
}

export async function plainly<T>(run: () => Promise<T>): Promise<T> {
  const { env } = process;
  const before = env.KEYFENCE_NO_WASM;
  env.KEYFENCE_NO_WASM = '1';
  try {
    return await run();
  } finally {
    if (before === undefined) delete env.KEYFENCE_NO_WASM;
  }
}

/** mulberry32 */
export function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % below;
  };
}

/** A random graph by one `git fast-import`: merges, roots, renames, copies, reverts, dates that are off by `skewed` seconds. */
export function randomRepository(
  seed: number,
  skewed: number,
  ...initArgs: string[]
): { repo: Repo; count: number } {
  const random = randomOf(seed);
  const repo = repository(...initArgs);
  const count = 6 + random(random(3) === 0 ? 60 : 18);
  const lines: string[] = [];
  for (let commit = 1; commit <= count; commit++) {
    const skew = skewed > 0 && random(4) === 0 ? random(2 * skewed) - skewed : 0;
    const text = `c${commit}`;
    const parents = new Set<number>();
    if (commit > 1 && random(12) > 0) {
      parents.add(Math.max(1, commit - 1 - random(3)));
      while (random(3) === 0) parents.add(1 + random(commit - 1));
    }
    const [first, ...others] = parents;
    lines.push(`reset refs/heads/b${commit}`, '');
    lines.push(`commit refs/heads/b${commit}`, `mark :${commit}`);
    lines.push(`committer A <a@b.c> ${1_700_000_000 + commit * 60 + skew} +0000`);
    lines.push(`data ${text.length}`, text);
    if (first !== undefined) lines.push(`from :${first}`);
    for (const other of others) lines.push(`merge :${other}`);
    for (let change = random(4); change > 0; change--) {
      const path = `${['', 'd/', 'd/e/', 'f/'][random(4)]}n${random(5)}`;
      const content = `content ${random(12)}`;
      if (random(6) === 0) lines.push(`D ${path}`);
      else lines.push(`M 100644 inline ${path}`, `data ${content.length}`, content);
    }
    lines.push('');
  }
  const fed = repo.tryGit(['fast-import', '--quiet', '--force'], {
    input: `${lines.join('\n')}\n`,
  });
  if (fed.status !== 0) throw new Error(fed.stderr);
  if (random(2) === 0) repo.git('repack', '-adfq', `--depth=${1 + random(50)}`);
  if (random(2) === 0) repo.git('pack-refs', '--all');
  return { repo, count };
}
