import { expect, test } from 'vitest';
import type { JsonReport } from '../../src/types.ts';
import { standardKey } from '../helpers/keys.ts';
import { type Repo, repository } from '../helpers/repo.ts';

/** A key on main, on a branch with a slash in its name, under an annotated tag, and on a remote's branch. */
function branching(): Repo {
  const repo = repository();
  repo.commit('first', 'x\n');
  for (const [index, name] of ['release/1.0', 'tagged', 'remote'].entries()) {
    repo.git('checkout', '-q', '-b', name, 'main');
    repo.commit(name.replace('/', '-'), `${standardKey(index + 2)}\n`);
  }
  repo.git('checkout', '-q', 'main');
  repo.commit('main', `${standardKey(1)}\n`);
  repo.git('tag', '-a', '-m', 'one', 'v1', 'tagged');
  repo.git('update-ref', 'refs/remotes/origin/topic', 'remote');
  repo.git('branch', '-q', '-D', 'tagged', 'remote');
  return repo;
}

test('refs are chosen by whole or short names, and by globs of these', () => {
  const repo = branching();
  const paths = (...names: string[]) => {
    const args = names.flatMap((name) => ['--refs', name]);
    const { stdout } = repo.keyfence(['history', '--format=json', ...args]);
    const { findings } = JSON.parse(stdout) as JsonReport;
    return findings.map(({ where }) => where.path).sort();
  };
  for (const name of ['heads/main', 'HEAD']) {
    expect(paths(name)).toEqual(['main']);
  }
  for (const name of ['release', 'rel*']) {
    expect(paths(name)).toEqual(['release-1.0']);
  }
  for (const name of ['v1', 'refs/tags']) expect(paths(name)).toEqual(['tagged']);
  for (const name of ['origin/*']) expect(paths(name)).toEqual(['remote']);
  expect(paths('main', 'v?')).toEqual(['main', 'tagged']);
  expect(paths('*')).toEqual(['main', 'release-1.0', 'remote', 'tagged']);
});

test('a ref that is not there is an error, and what there is can be listed', () => {
  const repo = branching();
  for (const name of ['nosuch', 'nosuch*', '--all']) {
    const { status, stdout, stderr } = repo.keyfence(['history', `--refs=${name}`]);
    expect([name, status]).toEqual([name, 2]);
    expect(stdout + stderr).toContain('git for-each-ref');
  }
});
