/** Real commits of every kind, through the hooks that `install` sets. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { bin, cleanEnv, folder, repository, root, run } from '../helpers/repo.ts';
import { expectStopped, installed, snapshot } from './project.ts';

const leak = `export const key = "${authKey(1)}";\n`;

test('J3 commit and message each have a hook that stops a key', () => {
  const repo = installed();
  const head = repo.git('rev-parse', 'HEAD');
  repo.stage('a.ts', leak);
  expectStopped(repo, repo.tryGit(['commit', '-m', 'x']), head);
  repo.stage('a.ts', 'clean\n');
  expectStopped(repo, repo.tryGit(['commit', '-m', `x ${authKey(2)}`]), head);
  repo.git('commit', '-q', '-m', 'clean');
  expect(repo.git('log', '-1', '--format=%s')).toBe('clean');
});

test('J3 pre-merge-commit stops a key that only the merge brings in', () => {
  const repo = installed();
  repo.commit('.gitattributes', '*.env merge=made\n');
  repo.commit('a.env', 'A=1\n');
  const made = join(folder(), 'made');
  writeFileSync(made, `A=${authKey(3)}\n`);
  repo.git('config', 'merge.made.driver', `cp '${made}' %A`);
  repo.git('switch', '-q', '-c', 'other');
  repo.commit('a.env', 'A=2\n');
  repo.git('switch', '-q', 'main');
  const head = repo.commit('a.env', 'A=3\n');
  expectStopped(repo, repo.tryGit(['merge', '--no-edit', 'other']), head);
});

test('B2 commit, -a, -- path, -p and --amend are stopped by the installed hook', () => {
  const repo = installed();
  repo.commit('sub/a.ts', 'one\n');
  const head = repo.git('rev-parse', 'HEAD');
  repo.write('sub/a.ts', leak);
  const cwd = join(repo.path, 'sub');
  expectStopped(repo, repo.tryGit(['commit', '-a', '-m', 'x']), head);
  expectStopped(repo, repo.tryGit(['commit', '-m', 'x', '--', 'sub/a.ts']), head);
  expectStopped(repo, repo.tryGit(['commit', '-m', 'x', '--', 'a.ts'], { cwd }), head);
  expectStopped(repo, repo.tryGit(['commit', '-p', '-m', 'x'], { input: 'y\n' }), head);
  repo.git('reset', '-q');
  expectStopped(repo, repo.tryGit(['commit', '--amend', '-a', '--no-edit']), head);
  repo.git('add', 'sub/a.ts');
  expectStopped(repo, repo.tryGit(['commit', '-m', 'x'], { cwd }), head);
});

test('D4 a merge with conflicts: a key in the resolution is stopped, one of the other side is not blamed', () => {
  const repo = installed();
  repo.commit('a.ts', 'one\n');
  repo.git('switch', '-q', '-c', 'other');
  repo.commit('theirs.ts', leak);
  repo.commit('a.ts', 'two\n');
  repo.git('switch', '-q', 'main');
  const head = repo.commit('a.ts', 'three\n');
  expect(repo.tryGit(['merge', 'other']).status).toBe(1);
  repo.stage('a.ts', `two\n// ${authKey(9)}\n`);
  expectStopped(repo, repo.tryGit(['commit', '--no-edit']), head);
  repo.stage('a.ts', 'two and three\n');
  repo.git('commit', '-q', '--no-edit');
  expect(repo.git('rev-list', '--parents', '-1', 'HEAD').split(' ')).toHaveLength(3);
});

test('J4 stdin closed, no terminal: the same verdict', () => {
  const repo = installed();
  repo.stage('a.ts', leak);
  const result = spawnSync('sh', ['-c', 'exec 0<&-; exec git commit -m x'], {
    cwd: repo.path,
    env: cleanEnv(),
    encoding: 'utf8',
  });
  expect(result.stderr).toContain('Gemini');
  expect(result.status).toBe(1);
});

test('J1 the hook fails closed when its package is gone, and when it is incomplete', () => {
  const repo = installed();
  const head = repo.git('rev-parse', 'HEAD');
  const home = join(repo.path, 'node_modules', 'keyfence');
  rmSync(home);
  repo.stage('a.ts', 'clean\n');
  const gone = repo.tryGit(['commit', '-m', 'x']);
  expect(gone.stderr).toBe(
    'keyfence is not installed here, so nothing was checked and git is stopped.\n  Type: npm install\n',
  );
  cpSync(join(root, 'bin'), join(home, 'bin'), { recursive: true });
  const incomplete = repo.tryGit(['commit', '-m', 'x']);
  expect(incomplete.stderr).toContain('has no dist/cli.cjs, so nothing was checked');
  expect([gone.status, incomplete.status]).toEqual([1, 1]);
  expect(repo.git('rev-parse', 'HEAD')).toBe(head);
});

test('J1 an installation that lacks a file, or has half of one, is exit 2 and says to install again', () => {
  const home = folder();
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(root, part), join(home, part), { recursive: true });
  }
  rmSync(join(home, 'dist/compiled'), { recursive: true, force: true });
  const repo = repository();
  repo.stage('a.ts', leak);
  const scan = () => {
    const command = [join(home, 'bin/keyfence.js'), 'staged'];
    return run(process.execPath, command, { cwd: repo.path });
  };
  expect(scan().status).toBe(1);
  for (const [file, keeps] of [
    ['dist/cli.cjs', 0],
    ['dist/cli.cjs', 1000],
    ['dist/chunks/rolldown-runtime.cjs', 0],
    ['dist/chunks/pretty.cjs', 0],
  ] as const) {
    const whole = readFileSync(join(home, file));
    rmSync(join(home, file));
    if (keeps > 0) writeFileSync(join(home, file), whole.subarray(0, keeps));
    const { status, stdout, stderr } = scan();
    expect([file, status]).toEqual([file, 2]);
    expect(stdout + stderr).toMatch(/nstall it again/);
    expect(stdout + stderr).not.toContain('clean');
    writeFileSync(join(home, file), whole);
  }
});

test('J6 kill -9 at any moment leaves git status, the index and the work tree as they were', () => {
  const repo = installed();
  repo.stage('a.ts', leak).write('b.txt', 'not staged\n');
  const before = repo.git('status', '--porcelain=v2');
  const files = snapshot(repo.path);
  const killed = [];
  for (let delay = 1; delay < 100; delay += 9) {
    const { signal } = spawnSync(process.execPath, [bin, 'staged'], {
      cwd: repo.path,
      env: cleanEnv(),
      timeout: delay,
      killSignal: 'SIGKILL',
    });
    killed.push(signal);
  }
  expect(killed).toContain('SIGKILL');
  expect(snapshot(repo.path)).toEqual(files);
  expect(repo.git('status', '--porcelain=v2')).toBe(before);
});
