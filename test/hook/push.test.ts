/** J3: the lines for pre-push give the refs on stdin to keyfence and to the rest of the hook. */
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { putHook } from '../../src/hook/file.ts';
import { authKey } from '../helpers/keys.ts';
import { folder, Repo, repository } from '../helpers/repo.ts';

/** A package whose `bin/hook.sh` writes down what it gets and ends with `code`. */
function recorder(code: number): Repo {
  const home = new Repo(folder());
  home.write(
    'bin/hook.sh',
    `echo "$@" > '${home.path}/args'\ncat > '${home.path}/refs'\nexit ${code}\n`,
  );
  return home;
}

function pushed(code: number, rest: string) {
  const repo = repository();
  const home = recorder(code);
  const remote = repository('--bare');
  const file = join(repo.path, '.git/hooks/pre-push');
  repo.write('.git/hooks/pre-push', rest);
  chmodSync(file, 0o755);
  const plan = {
    hook: 'pre-push',
    homes: [home.path],
    node: '/n',
    husky: false,
    repair: 'x',
  } as const;
  putHook(file, plan, false);
  const first = repo.commit('a', 'a\n');
  repo.git('tag', 'v1');
  const result = repo.tryGit(['push', '-q', remote.path, 'main', 'v1']);
  const read = (name: string) => readFileSync(join(home.path, name), 'utf8');
  return { repo, remote, home, first, result, read };
}

const zero = '0'.repeat(40);

test('J3 pre-push: all ref lines reach keyfence, and all reach the rest of the hook', () => {
  const { first, remote, result, read, repo } = pushed(0, '#!/bin/sh\ncat > .git/rest\n');
  const lines = [
    `refs/heads/main ${first} refs/heads/main ${zero}`,
    `refs/tags/v1 ${first} refs/tags/v1 ${zero}`,
  ];
  expect(result.status).toBe(0);
  expect(read('args')).toBe(`push ${remote.path} ${remote.path}\n`);
  expect(read('refs').trimEnd().split('\n').sort()).toEqual(lines);
  expect(readFileSync(join(repo.path, '.git/rest'), 'utf8').trimEnd().split('\n').sort()).toEqual(
    lines,
  );
  expect(remote.git('rev-parse', 'main')).toBe(first);
});

test('J3 pre-push: keyfence stops the push, and so can the rest of the hook', () => {
  for (const [code, rest] of [
    [1, '#!/bin/sh\nexit 0\n'],
    [0, '#!/bin/sh\nread -r line\nexit 1\n'],
  ] as const) {
    const { remote, result } = pushed(code, rest);
    expect(result.status).toBe(1);
    expect(remote.tryGit(['rev-parse', '--verify', 'main']).status).not.toBe(0);
  }
});

test('J3 pre-push: a push of nothing gives nothing', () => {
  const { repo, remote, read } = pushed(0, '#!/bin/bash\ncat > .git/rest\n');
  expect(repo.tryGit(['push', remote.path, 'main']).status).toBe(0);
  expect(read('refs')).toBe('');
  expect(readFileSync(join(repo.path, '.git/rest'), 'utf8')).toBe('');
});

test('J3 push under the pre-commit framework, which keeps the ref lines: it names the branch', () => {
  const repo = repository();
  const remote = repository('--bare');
  repo.git('remote', 'add', 'origin', remote.path);
  repo.commit('a', 'a\n');
  repo.git('push', '-q', 'origin', 'main');
  repo.git('switch', '-q', '-c', 'topic');
  const env = { PRE_COMMIT_LOCAL_BRANCH: 'refs/heads/topic', PRE_COMMIT_REMOTE_NAME: 'origin' };
  expect(repo.keyfence(['push'], { env }).status).toBe(0);
  repo.commit('leak.ts', `export const key = "${authKey(8)}";\n`);
  const result = repo.keyfence(['push'], { env });
  expect(result.stdout).toContain('Gemini');
  expect(result.status).toBe(1);
  const unknown = { ...env, PRE_COMMIT_LOCAL_BRANCH: 'refs/heads/none' };
  expect(repo.keyfence(['push'], { env: unknown }).status).toBe(2);
});
