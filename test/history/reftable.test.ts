/** Refs in a reftable, which git has from 2.45 on: what refs and reflogs say is asked of git. */
import { expect, test } from 'vitest';
import type { JsonReport } from '../../src/types.ts';
import { standardKey } from '../helpers/keys.ts';
import { type Repo, repository, run } from '../helpers/repo.ts';

const usage = run('git', ['init', '-h'], {});
const known = (usage.stdout + usage.stderr).includes('--ref-format');

/** A key on main, one that only a reflog remembers, one in the stash and one that nothing reaches. */
function remembering(): Repo {
  const repo = repository('--ref-format=reftable');
  repo.commit('a.txt', `${standardKey(1)}\n`);
  repo.commit('b.txt', `${standardKey(2)}\n`);
  repo.git('reset', '-q', '--hard', 'HEAD~1');
  repo.stage('c.txt', `${standardKey(3)}\n`);
  repo.git('stash', '-q');
  repo.write('d.txt', `${standardKey(4)}\n`);
  repo.git('hash-object', '-w', 'd.txt');
  return repo;
}

function reaches(repo: Repo, ...flags: string[]): Record<string, string | undefined> {
  const { stdout, stderr } = repo.keyfence(['history', '--format=json', ...flags]);
  expect(stderr).toBe('');
  const { findings } = JSON.parse(stdout) as JsonReport;
  const rows = findings.map(({ where, presence }) => [where.path, presence?.reach]);
  return Object.fromEntries(rows);
}

test.skipIf(!known)('C7 what reflogs remember in a reftable is told apart', () => {
  const repo = remembering();
  const kept = { 'a.txt': 'reached', 'b.txt': 'reflog', 'c.txt': 'reflog' };
  expect(reaches(repo)).toEqual({ ...kept, '': 'unreachable' });
  expect(reaches(repo, '--no-unreachable')).toEqual(kept);
});

test.skipIf(!known)('a cache knows of a reflog that has grown', () => {
  const repo = remembering();
  const first = reaches(repo, '--cache');
  expect(reaches(repo, '--cache')).toEqual(first);
  repo.git('reflog', 'expire', '--expire=now', '--all');
  expect(reaches(repo, '--cache')).toEqual(reaches(repo));
  expect(reaches(repo)['b.txt']).toBeUndefined();
});
