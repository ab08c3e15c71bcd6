/** What `install` and `uninstall` do beside husky 9. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, Repo, repository } from '../helpers/repo.ts';
import { expectStopped, HUSKY, hookText, install, leak, leaks, link, project } from './project.ts';

test('J2 sets husky up, writes beside its shims, and both decide', () => {
  const repo = project(HUSKY);
  link(repo, '', 'husky');
  repo.write('.husky/pre-commit', '[ -f refuse ] && exit 3\necho mine\n');
  expect(install(repo)).toContain('Set husky up');
  expect(repo.git('config', 'core.hooksPath')).toBe('.husky/_');
  expect(hookText(repo, 'pre-commit', '.husky')).not.toContain(repo.path);
  expect(install(repo)).not.toContain('✓');
  expect(leaks(repo).stderr).toContain('Gemini');
  repo.write('refuse', '');
  expect(repo.tryGit(['commit', '--allow-empty', '-m', 'x']).status).toBe(1);
  repo.keyfence(['uninstall']);
  expect(hookText(repo, 'pre-commit', '.husky')).toBe('[ -f refuse ] && exit 3\necho mine\n');
  expect(existsSync(join(repo.path, '.husky/commit-msg'))).toBe(false);
});

test('J5 package.json below the root: .husky beside it, the hook runs at the root', () => {
  const repo = repository();
  repo.commit('web app/package.json', JSON.stringify({ name: 'p', ...HUSKY }));
  link(repo, 'web app');
  link(repo, 'web app', 'husky');
  const cwd = join(repo.path, 'web app');
  const result = repo.keyfence(['install'], { cwd });
  expect(result.stdout).toContain('Made web app/.husky/pre-commit');
  expect(result.status).toBe(0);
  expect(repo.git('config', 'core.hooksPath')).toBe('web app/.husky/_');
  const head = repo.git('rev-parse', 'HEAD');
  repo.stage('root.ts', leak);
  expectStopped(repo, repo.tryGit(['commit', '-m', 'x'], { cwd }), head);
});

test('J1 not installed yet: the files are written and exit code 2 says what is missing', () => {
  const repo = project(HUSKY);
  const result = repo.keyfence(['install']);
  expect(result.status).toBe(2);
  expect(result.stdout).toContain('husky is in package.json but not installed here');
  expect(result.stdout).toContain('npm install');
});

test('J1 HUSKY=0: husky sets nothing, and install says so', () => {
  const repo = project(HUSKY);
  link(repo, '', 'husky');
  const result = repo.keyfence(['install'], { env: { HUSKY: '0' } });
  expect(result.status).toBe(2);
  expect(result.stdout).toContain('HUSKY=0 skip install');
});

test('B8 a linked worktree without node_modules uses those of the main one', () => {
  const repo = project(HUSKY);
  link(repo, '', 'husky');
  install(repo);
  repo.git('add', '.husky');
  repo.git('commit', '-q', '-m', 'hooks');
  const linked = new Repo(join(folder(), 'linked'));
  repo.git('worktree', 'add', '-q', linked.path);
  expect(existsSync(join(linked.path, '.husky/_'))).toBe(false);
  install(linked);
  expect(leaks(linked).stderr).toContain('Gemini');
});
