import { expect, test } from 'vitest';
import { collect } from '../helpers/collect.ts';
import { repository } from '../helpers/repo.ts';

const hashes = [[[]], [['--object-format=sha256']]];

test.each(hashes)('B7 the first commit of a repository %s', async (kind) => {
  const repo = repository(...kind);
  expect((await collect(repo)).content).toEqual({});
  repo.stage('a', 'first\n');
  const { content, previous } = await collect(repo);
  expect(content).toEqual({ a: 'first\n' });
  expect(previous).toEqual({ a: [] });
});

test.each(hashes)('B7 an orphan branch, and a branch that packed-refs holds %s', async (kind) => {
  const repo = repository(...kind);
  repo.commit('a', 'first\n');
  repo.git('pack-refs', '--all');
  repo.stage('b', 'second\n');
  expect((await collect(repo)).content).toEqual({ b: 'second\n' });
  repo.git('checkout', '-q', '--orphan', 'other');
  expect((await collect(repo)).content).toEqual({ a: 'first\n', b: 'second\n' });
});

test('B7 a ref that is damaged is not a repository without commits', async () => {
  const repo = repository();
  repo.commit('a', 'first\n');
  repo.write('.git/refs/heads/main', 'garbage\n');
  repo.stage('b', 'second\n');
  // git cannot tell what HEAD holds: everything counts as new, nothing is left out.
  expect((await collect(repo)).content).toEqual({ a: 'first\n', b: 'second\n' });
});
