/** Repositories with keyfence installed in them, and what the tests of the hooks do to them. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { folder, type Ran, type Repo, repository, root } from '../helpers/repo.ts';

/** As after `npm link keyfence`: node_modules/keyfence is this checkout. */
export function link(repo: Repo, under = '', name = 'keyfence'): void {
  const modules = join(repo.path, under, 'node_modules');
  mkdirSync(modules, { recursive: true });
  const from = name === 'keyfence' ? root : join(root, 'node_modules', name);
  symlinkSync(from, join(modules, name), 'junction');
}

export const HUSKY = { devDependencies: { husky: '^9.1.7' } };

/** A project with one commit and keyfence in node_modules. */
export function project(manifest: object = {}, ...initArgs: string[]): Repo {
  const repo = repository(...initArgs);
  repo.stage('.gitignore', 'node_modules\n');
  repo.commit('package.json', JSON.stringify({ name: 'p', private: true, ...manifest }));
  link(repo);
  return repo;
}

/** Runs the real bin and expects exit code 0. */
export function install(repo: Repo, ...args: string[]): string {
  const { status, stdout, stderr } = repo.keyfence(['install', ...args]);
  expect(stdout + stderr).not.toContain('✗');
  expect(status).toBe(0);
  return stdout;
}

export function installed(): Repo {
  const repo = project();
  install(repo);
  return repo;
}

/** git ran a hook, the hook ran keyfence, keyfence named the key, and nothing was committed. */
export function expectStopped(repo: Repo, result: Ran, head: string): void {
  expect(result.stderr + result.stdout).toContain('Gemini');
  expect(result.status).toBe(1);
  expect(repo.git('rev-parse', 'HEAD')).toBe(head);
}

export const hookText = (repo: Repo, hook = 'pre-commit', under = '.git/hooks') =>
  readFileSync(join(repo.path, under, hook), 'latin1');

/** Every file below a folder with its mode, time and bytes; links as links. */
export function snapshot(path: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(path, { encoding: 'utf8' }).sort()) {
    const at = join(path, entry);
    const status = lstatSync(at);
    const bytes = status.isFile() ? readFileSync(at, 'latin1') : '';
    found[at] = `${status.mode.toString(8)} ${status.mtimeMs} ${bytes}`;
    if (status.isDirectory()) Object.assign(found, snapshot(at));
  }
  return found;
}

/** A PATH with git, sh and a few tools, and no node. */
export function bareTools(): string {
  const tools = folder();
  for (const name of ['git', 'sh', 'env', 'basename', 'dirname', 'cat']) {
    const from = process.env.PATH!.split(delimiter).find((at) => existsSync(join(at, name)))!;
    symlinkSync(join(from, name), join(tools, name));
  }
  return tools;
}

export const leak = `export const key = "${authKey(4)}";\n`;

/** Tries to commit the leak, and takes it out of the index again. */
export function leaks(repo: Repo) {
  repo.stage('leak.ts', leak);
  const result = repo.tryGit(['commit', '-q', '-m', 'x']);
  repo.git('rm', '-q', '--cached', 'leak.ts');
  return result;
}
