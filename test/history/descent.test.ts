import { expect, test } from 'vitest';
import { openRepository } from '../../src/git.ts';
import { Descent } from '../../src/history/descent.ts';
import { readRefs } from '../../src/history/refs.ts';
import { random } from '../helpers/keys.ts';
import { cleanEnv, type Repo, repository } from '../helpers/repo.ts';

/** Commits with up to three parents each, some of them roots; branches, tags and remotes at some. */
function tangled(dice: (bound: number) => number): { repo: Repo; commits: string[] } {
  const repo = repository();
  const tree = repo.git('hash-object', '-t', 'tree', '-w', '--stdin');
  const commits: string[] = [];
  for (let index = 0; index < 24; index++) {
    const parents = new Set<string>();
    for (let count = index === 0 ? 0 : dice(4); count > 0; count--) {
      parents.add(commits[Math.max(0, index - 1 - dice(5))]!);
    }
    const args = [...parents].flatMap((parent) => ['-p', parent]);
    commits.push(repo.git('commit-tree', '-m', `${index}`, ...args, tree));
    const kind = ['heads', 'remotes/origin', 'tags', ''][dice(4)];
    if (kind) repo.git('update-ref', `refs/${kind}/r${index}`, commits[index]!);
    if (dice(6) === 0) repo.git('tag', '-a', '-m', 'x', `v${index}`, commits[index]!);
  }
  return { repo, commits };
}

test.each(Array.from({ length: 6 }, (_, seed) => seed))(
  'D1 refs that descend from commits of a range are those that git names, seed %i',
  async (seed) => {
    const dice = random(seed + 900);
    const { repo, commits } = tangled(dice);
    const opened = await openRepository(repo.path, { trust: false, env: cleanEnv() });
    const run = opened.run.bind(opened);
    const refs = await readRefs(run, true);
    for (let round = 0; round < 8; round++) {
      const [from, to] = [commits[dice(24)]!, commits[dice(24)]!];
      const ways = [[`${from}..${to}`], [to, `^${from}`], [to], [`${from}...${to}`]];
      const revisions = ways[round % 4]!;
      const taken = repo
        .git('rev-list', ...revisions)
        .split('\n')
        .filter(Boolean);
      const some = taken.filter((_, index) => index === 0 || dice(3) === 0);
      if (some.length === 0) continue;
      const contains = some.flatMap((commit) => ['--contains', commit]);
      const expected = repo.git('for-each-ref', '--format=%(refname)', ...contains).split('\n');
      const descent = await Descent.read(run, { revisions, options: [] }, refs);
      expect(descent.refsFrom(some).sort()).toEqual(expected.filter(Boolean).sort());
    }
    opened.close();
  },
);
