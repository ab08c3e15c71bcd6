import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { folder, type Ran, type Repo, repository, root, run } from '../helpers/repo.ts';

/** A clone with the hooks of `keyfence install`, and a bare remote that has its first commit. */
function cloneWithHooks(): { repo: Repo; push: (...args: string[]) => Ran } {
  const remote = folder();
  run('git', ['init', '-q', '--bare', '-b', 'main', remote], {});
  const repo = repository();
  repo.git('remote', 'add', 'origin', remote);
  repo.commit('README', 'hello\n');
  repo.git('push', '-q', 'origin', 'main');
  mkdirSync(join(repo.path, 'node_modules'));
  symlinkSync(root, join(repo.path, 'node_modules', 'keyfence'), 'junction');
  repo.write('.git/info/exclude', 'node_modules\n');
  expect(repo.keyfence(['install']).status).toBe(0);
  return { repo, push: (...args) => repo.tryGit(['push', 'origin', ...args]) };
}

const leak = (seed: number) => `export const key = '${authKey(seed)}';\n`;

/** Ways in which a key gets into a branch past every pre-commit hook. */
const ways: Record<string, (repo: Repo) => void> = {
  '--no-verify': (repo) => void repo.commit('a.js', leak(1)),
  'cherry-pick': (repo) => {
    const id = sideCommit(repo);
    repo.git('cherry-pick', id);
  },
  revert: (repo) => {
    // The remote learns of neither: the leak and its removal are both local.
    repo.commit('a.js', leak(1));
    repo.git('rm', '-q', 'a.js');
    repo.git('commit', '-q', '--no-verify', '-m', 'remove');
    repo.git('revert', '--no-edit', 'HEAD');
  },
  rebase: (repo) => {
    sideCommit(repo);
    repo.commit('b.txt', 'main goes on\n');
    repo.git('checkout', '-q', 'side');
    repo.git('rebase', '-q', 'main');
    repo.git('checkout', '-q', 'main');
    repo.git('merge', '-q', '--ff-only', 'side');
  },
  merge: (repo) => {
    sideCommit(repo);
    repo.commit('b.txt', 'main goes on\n');
    repo.git('-c', 'core.hooksPath=/nowhere', 'merge', '-q', '--no-ff', '--no-edit', 'side');
  },
  am: (repo) => {
    const id = sideCommit(repo);
    const patch = repo.git('format-patch', '-1', '--stdout', id);
    expect(repo.tryGit(['am', '-q'], { input: `${patch}\n` }).status).toBe(0);
  },
  'commit-tree': (repo) => {
    repo.stage('a.js', leak(1));
    const tree = repo.git('write-tree');
    const id = repo.git('commit-tree', '-p', 'HEAD', '-m', 'by hand', tree);
    repo.git('update-ref', 'refs/heads/main', id);
  },
  'a tag that no branch holds': (repo) => {
    const id = sideCommit(repo);
    repo.git('tag', '-a', 'v1', '-m', 'release', id);
    repo.git('branch', '-q', '-D', 'side');
  },
};

function sideCommit(repo: Repo): string {
  repo.git('checkout', '-q', '-b', 'side');
  const id = repo.commit('a.js', leak(1));
  repo.git('checkout', '-q', 'main');
  return id;
}

for (const [way, leakBy] of Object.entries(ways)) {
  test(`J3 a key brought in by ${way} is stopped at the push`, () => {
    const { repo, push } = cloneWithHooks();
    leakBy(repo);
    const refs = way.startsWith('a tag') ? ['v1'] : ['main'];
    const pushed = push(...refs);
    expect(pushed.status).not.toBe(0);
    expect(pushed.stdout + pushed.stderr).toContain('gemini-auth-key');
    expect(pushed.stdout + pushed.stderr).not.toContain(authKey(1).slice(9, -4));
    expect(repo.git('ls-remote', 'origin').split('\n')).toHaveLength(2);
  });
}

test('J3 a clean push, a new branch, a forced one and a deletion pass', () => {
  const { repo, push } = cloneWithHooks();
  repo.commit('b.txt', 'fine\n');
  expect(push('main').status).toBe(0);
  repo.git('checkout', '-q', '-b', 'feature');
  repo.commit('c.txt', 'fine\n');
  expect(push('feature').status).toBe(0);
  repo.git('commit', '-q', '--amend', '--no-verify', '-m', 'other words');
  expect(push('--force', 'feature').status).toBe(0);
  expect(push('--delete', 'feature').status).toBe(0);
});

test('J3 a key in the name of a branch or tag stops the push that would bring it there', () => {
  const { repo, push } = cloneWithHooks();
  const key = authKey(5);
  repo.git('branch', `fix-${key}`);
  repo.git('tag', `v-${key}`);
  for (const what of [`fix-${key}`, `v-${key}`, `main:refs/heads/${key}`]) {
    const { status, stderr, stdout } = push(what);
    expect([what, status]).toEqual([what, 1]);
    expect(stderr + stdout).toMatch(/(branch|tag) name (fix-|v-)?AQ\.…/);
  }
  // Already there, or on its way out, it is no reason to stop anybody.
  repo.git('push', '-q', '--no-verify', 'origin', `fix-${key}`);
  repo.git('checkout', '-q', `fix-${key}`);
  repo.commit('b.txt', 'more\n');
  expect(push(`fix-${key}`).status).toBe(0);
  expect(push('--delete', `fix-${key}`).status).toBe(0);
});

test('J3 what the remote has already is not blamed on this push; all ref lines count', () => {
  const { repo, push } = cloneWithHooks();
  repo.commit('old.js', leak(2));
  repo.git('push', '-q', '--no-verify', 'origin', 'main');
  repo.commit('b.txt', 'fine\n');
  expect(push('main').status).toBe(0);
  repo.git('checkout', '-q', '-b', 'clean');
  repo.commit('c.txt', 'fine\n');
  repo.git('checkout', '-q', '-b', 'leaky', 'main');
  repo.commit('d.js', leak(3));
  const both = push('clean', 'leaky');
  expect(both.status).not.toBe(0);
  expect(both.stdout + both.stderr).toContain(authKey(3).slice(-4));
  expect(both.stdout + both.stderr).not.toContain(authKey(2).slice(-4));
});
