/** What `install` and `uninstall` write, and what they leave alone. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, Repo, repository } from '../helpers/repo.ts';
import {
  expectStopped,
  HUSKY,
  hookText,
  install,
  leak,
  leaks,
  link,
  project,
  snapshot,
} from './project.ts';

/** Writes a hook as its owner had it. */
function owned(repo: Repo, text: string, mode = 0o755, hook = 'pre-commit'): string {
  repo.write(`.git/hooks/${hook}`, Buffer.from(text, 'latin1'));
  const file = join(repo.path, '.git/hooks', hook);
  chmodSync(file, mode);
  return file;
}

describe('J2 an existing hook', () => {
  const texts = {
    usual: '#!/bin/sh\necho mine\n',
    'no newline at the end': '#!/bin/sh\necho mine',
    'first line only': '#!/bin/sh',
    'no first line': 'echo mine\n',
    empty: '',
    'Windows line ends': '#!/bin/sh\r\necho mine\r\n',
    'not UTF-8': '#!/bin/bash -e\necho \xff\xe9\n',
    env: '#!/usr/bin/env -S bash -e\necho mine\n',
    'an early exit': '#!/bin/sh\nexit 0\n',
    'an exec': '#!/bin/sh\nexec true\n',
    'husky 8': '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\necho mine\n',
  };

  const names = Object.keys(texts) as (keyof typeof texts)[];
  const threes = names.flatMap((_, at) => (at % 3 === 0 ? [names.slice(at, at + 3)] : []));

  test.each(threes)(
    '%s, %s, %s: install twice = once, uninstall gives the bytes back',
    (...three) => {
      const repo = project();
      const hooks = ['pre-commit', 'pre-merge-commit', 'commit-msg'];
      const files = three.flatMap((name, at) =>
        name === undefined ? [] : [owned(repo, texts[name], 0o750, hooks[at])],
      );
      const before = files.map((file) => readFileSync(file, 'latin1'));
      install(repo);
      const once = snapshot(join(repo.path, '.git/hooks'));
      expect(install(repo)).toContain('runs keyfence already');
      expect(snapshot(join(repo.path, '.git/hooks'))).toEqual(once);
      expect(repo.keyfence(['uninstall']).status).toBe(0);
      expect(files.map((file) => readFileSync(file, 'latin1'))).toEqual(before);
      expect(files.map((file) => statSync(file).mode & 0o777)).toEqual(files.map(() => 0o750));
    },
  );

  test('cannot pass keyfence by with an early exit or exec', () => {
    for (const text of [texts['an early exit'], texts['an exec'], texts.empty]) {
      const repo = project();
      owned(repo, text);
      install(repo);
      expect(leaks(repo).status).toBe(1);
    }
  });

  test('still decides: failing it stops, passing it lets through, and it gets its arguments', () => {
    const repo = project();
    owned(
      repo,
      '#!/bin/sh\nset -eu\n[ "$#" = 0 ]\nif [ -f refuse ]; then exit 7; fi\necho "mine ran"\n',
    );
    owned(repo, '#!/bin/sh\ngrep -q ticket "$1"\n', 0o755, 'commit-msg');
    install(repo);
    repo.write('refuse', '');
    expect(repo.tryGit(['commit', '--allow-empty', '-m', 'ticket']).status).toBe(1);
    repo.git('clean', '-fq');
    expect(repo.tryGit(['commit', '--allow-empty', '-m', 'none']).status).toBe(1);
    const passed = repo.tryGit(['commit', '--allow-empty', '-m', 'ticket']);
    expect(passed.stderr + passed.stdout).toContain('mine ran');
    expect(passed.status).toBe(0);
  });

  test('that was not executable: keyfence runs, the rest still does not, and the mode comes back', () => {
    const repo = project();
    const file = owned(repo, '#!/bin/sh\necho mine ran\nexit 1\n', 0o644);
    expect(install(repo)).toContain('as before, nothing else of it');
    install(repo);
    expect(leaks(repo).status).toBe(1);
    const passed = repo.tryGit(['commit', '--allow-empty', '-m', 'x']);
    expect(passed.status).toBe(0);
    expect(passed.stderr + passed.stdout).not.toContain('mine ran');
    repo.keyfence(['uninstall']);
    expect(statSync(file).mode & 0o777).toBe(0o644);
    expect(readFileSync(file, 'utf8')).toBe('#!/bin/sh\necho mine ran\nexit 1\n');
  });

  test.each([
    [
      '#!/usr/bin/env python3\nprint(1)\n',
      'a Python program',
      'import subprocess, sys; subprocess.call(',
    ],
    [
      '#!/usr/bin/env node\n0;\n',
      'a JavaScript program',
      "require('node:child_process').spawnSync(",
    ],
    [
      '#!/usr/bin/perl -w\n1;\n',
      'no shell script',
      'node node_modules/keyfence/bin/keyfence.js staged',
    ],
    ['\x7fELF\0\0\0', 'not a text file', 'node node_modules/keyfence/bin/keyfence.js staged'],
  ])('that is no shell script is left as it is: %j', (text, what, line) => {
    const repo = project();
    const file = owned(repo, text);
    const result = repo.keyfence(['install']);
    expect(result.stdout).toContain(what);
    expect(result.stdout).toContain(line);
    expect(result.status).toBe(2);
    expect(readFileSync(file, 'latin1')).toBe(text);
  });

  test('that is a link is left alone, and so is what it leads to', () => {
    const repo = project();
    const target = join(folder(), 'shared');
    writeFileSync(target, '#!/bin/sh\n', { mode: 0o755 });
    repo.write('.git/hooks/x', '');
    symlinkSync(target, join(repo.path, '.git/hooks/pre-commit'));
    const result = repo.keyfence(['install']);
    expect(result.stdout).toContain('a link to another file');
    expect(result.status).toBe(2);
    expect(readFileSync(target, 'utf8')).toBe('#!/bin/sh\n');
  });

  test('with half of the marks is left alone', () => {
    const repo = project();
    const file = owned(repo, '#!/bin/sh\n# >>> keyfence >>>\nrm -rf x\n');
    expect(repo.keyfence(['install']).status).toBe(2);
    expect(repo.keyfence(['uninstall']).status).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe('#!/bin/sh\n# >>> keyfence >>>\nrm -rf x\n');
  });
});

test('J2 the Python and JavaScript lines that install prints do stop a key', () => {
  for (const [first, mark] of [
    ['#!/usr/bin/env python3', 'import subprocess'],
    ['#!/usr/bin/env node', 'if (require'],
  ]) {
    const repo = project();
    const file = owned(repo, `${first}\n`);
    const printed = repo.keyfence(['install']).stdout;
    const line = printed.split('\n').find((found) => found.trim().startsWith(mark!))!;
    writeFileSync(file, `${first}\n${line.trim()}\n`);
    const head = repo.git('rev-parse', 'HEAD');
    repo.stage('leak.ts', leak);
    expectStopped(repo, repo.tryGit(['commit', '-m', 'x']), head);
    repo.git('rm', '-q', '--cached', 'leak.ts');
    expect(repo.tryGit(['commit', '--allow-empty', '-m', 'x']).status).toBe(0);
  }
});

test('J2 own core.hooksPath inside the repository: written there, and it works', () => {
  const repo = project();
  repo.git('config', 'core.hooksPath', '.githooks');
  expect(install(repo)).toContain('Made .githooks/pre-commit');
  expect(hookText(repo, 'pre-commit', '.githooks')).not.toContain(repo.path);
  expect(leaks(repo).status).toBe(1);
  expect(existsSync(join(repo.path, '.git/hooks/pre-commit'))).toBe(false);
});

test.each([
  [['package-lock.json'], 'npm install --save-dev keyfence'],
  [['pnpm-lock.yaml'], 'pnpm add --save-dev keyfence'],
  [['pnpm-lock.yaml', 'pnpm-workspace.yaml'], 'pnpm add --save-dev --workspace-root keyfence'],
  [['yarn.lock'], 'yarn add --dev keyfence'],
  [['bun.lock'], 'bun add --dev keyfence'],
])(
  'J2 a project without keyfence is told how its package manager adds it: %j',
  (files, command) => {
    const repo = repository();
    repo.commit('package.json', '{ "name": "p" }');
    for (const file of files) repo.write(file, '');
    repo.write('packages/a/package.json', '{ "name": "a" }');
    repo.git('config', 'core.hooksPath', '.githooks');
    const said = (cwd: string) => repo.keyfence(['install'], { cwd }).stdout.split(/\n\s*/);
    expect(said(repo.path)).toContain(command);
    expect(said(join(repo.path, 'packages/a'))).toContain(command.replace(' --workspace-root', ''));
  },
);

test('J2 core.hooksPath outside: nothing is written without --global', () => {
  const repo = project();
  const outside = folder();
  repo.git('config', 'core.hooksPath', outside);
  const before = snapshot(outside);
  const result = repo.keyfence(['install']);
  expect(result.status).toBe(2);
  expect(result.stdout).toContain('npx keyfence install --global');
  expect(snapshot(outside)).toEqual(before);
  install(repo, '--global');
  expect(leaks(repo).status).toBe(1);
  const other = repository();
  other.git('config', 'core.hooksPath', outside);
  expect(leaks(other).status).toBe(1);
  expect(repo.keyfence(['uninstall']).status).toBe(2);
  expect(repo.keyfence(['uninstall', '--global']).status).toBe(0);
  expect(snapshot(outside)).toEqual(before);
});

test('J2 --global makes no hooks folder for all repositories', () => {
  const result = project().keyfence(['install', '--global']);
  expect(result.status).toBe(2);
  expect(result.stdout).toContain('git has no hooks folder for all repositories');
});

test.each([
  ['lefthook', 'lefthook.yml', 'run: node node_modules/keyfence/bin/keyfence.js message {1}'],
  [
    'the pre-commit framework',
    '.pre-commit-config.yaml',
    'entry: node node_modules/keyfence/bin/keyfence.js staged',
  ],
  ['simple-git-hooks', '.simple-git-hooks.json', '"commit-msg": "node node_modules/keyfence'],
  ['husky 4', '.huskyrc', '$HUSKY_GIT_PARAMS'],
])('J2 %s: prints the lines and touches nothing', (name, file, line) => {
  const repo = project();
  repo.commit(file, '{}\n');
  const before = snapshot(repo.path);
  const result = repo.keyfence(['install']);
  expect(result.stdout).toContain(`hooks are written by ${name}, so keyfence changed nothing`);
  expect(result.stdout).toContain(line);
  expect(result.status).toBe(2);
  expect(snapshot(repo.path)).toEqual(before);
  repo.write(file, '{ "x": "keyfence staged" }\n');
  expect(repo.keyfence(['install']).status).toBe(0);
});

test('J2 --plain is for oneself, in spite of a manager; doctor and uninstall know it', () => {
  const repo = project();
  repo.commit('lefthook.yml', 'pre-commit:\n');
  const before = snapshot(join(repo.path, '.git/hooks'));
  expect(install(repo, '--plain')).toContain('When lefthook writes its hooks anew');
  expect(leaks(repo).status).toBe(1);
  expect(repo.keyfence(['doctor']).status).toBe(0);
  expect(install(repo)).toContain('runs keyfence already');
  repo.keyfence(['uninstall']);
  expect(snapshot(join(repo.path, '.git/hooks'))).toEqual(before);
});

test('J2 a hook that a manager wrote is recognised without its config', () => {
  const repo = project();
  const text = '#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n';
  const file = owned(repo, text);
  expect(repo.keyfence(['install']).stdout).toContain(
    'hooks are written by the pre-commit framework',
  );
  expect(readFileSync(file, 'utf8')).toBe(text);
});

describe('B8 install and the hook', () => {
  test('in a linked worktree, with a detached HEAD and a path that needs quoting', () => {
    const place = new Repo(join(folder(), `it's "$HOME" here`));
    mkdirSync(place.path);
    place.git('init', '-q', '-b', 'main');
    link(place);
    place.commit('a.ts', 'one\n');
    const linked = new Repo(join(folder(), `it's "$PATH" there`));
    place.git('worktree', 'add', '-q', '--detach', linked.path);
    install(linked);
    expect(leaks(linked).stderr).toContain('Gemini');
    expect(leaks(place).stderr).toContain('Gemini');
  });

  test('with --separate-git-dir', () => {
    const repo = project({}, '--separate-git-dir', join(folder(), 'apart'));
    install(repo);
    expect(leaks(repo).stderr).toContain('Gemini');
  });

  test('in a submodule', () => {
    const outer = repository();
    const inner = project();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'sub');
    const cwd = join(outer.path, 'sub');
    expect(outer.keyfence(['install'], { cwd }).status).toBe(0);
    expect(existsSync(join(outer.path, '.git/modules/sub/hooks/pre-commit'))).toBe(true);
    outer.write('sub/leak.ts', leak);
    outer.tryGit(['add', 'leak.ts'], { cwd });
    expect(outer.tryGit(['commit', '-m', 'x'], { cwd }).stderr).toContain('Gemini');
  });

  test('in a bare repository there is nothing to hook, and that is said', () => {
    const result = repository('--bare').keyfence(['install']);
    expect(result.status).toBe(2);
    expect(result.stdout).toContain('npx keyfence history');
  });

  test('without a hooks folder', () => {
    const repo = project({}, '--template=');
    install(repo);
    expect(leaks(repo).status).toBe(1);
  });
});

test('J5 a package below the root without husky', () => {
  const repo = repository();
  repo.commit('app/package.json', '{}');
  link(repo, 'app');
  expect(repo.keyfence(['install'], { cwd: join(repo.path, 'app') }).status).toBe(0);
  expect(hookText(repo)).toContain("'app/node_modules/keyfence'");
  expect(leaks(repo).stderr).toContain('Gemini');
});

test('install outside a repository is an error, but not for npm in its prepare step', () => {
  const repo = repository();
  const cwd = folder();
  expect(repo.keyfence(['install'], { cwd }).status).toBe(2);
  const env = { npm_lifecycle_event: 'prepare' };
  const result = repo.keyfence(['install'], { cwd, env });
  expect(result.stdout).toContain('not in a git repository');
  expect(result.status).toBe(0);
});

test('install --print changes nothing', () => {
  const repo = project(HUSKY);
  link(repo, '', 'husky');
  const before = snapshot(repo.path);
  expect(install(repo, '--print')).toContain('Made .husky/pre-commit');
  expect(snapshot(repo.path)).toEqual(before);
});

test('uninstall where nothing is installed says so', () => {
  const result = project().keyfence(['uninstall']);
  expect(result.stdout).toContain('No hook of this repository holds keyfence');
  expect(result.status).toBe(0);
});
