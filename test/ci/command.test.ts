import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ignoreFileName, renderIgnores } from '../../src/ignores.ts';
import type { Report } from '../../src/types.ts';
import { authKey, standardKey } from '../helpers/keys.ts';
import { folder, Repo, repository } from '../helpers/repo.ts';

/** The environment of a pull request on GitHub. */
function pullRequest(base: string, head: string): NodeJS.ProcessEnv {
  const event = { pull_request: { base: { sha: base, ref: 'main' }, head: { sha: head } } };
  const { path } = new Repo(folder()).write('event.json', JSON.stringify(event));
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: join(path, 'event.json'),
  };
}

function cloneOf(origin: Repo, ...args: string[]): Repo {
  const path = join(folder(), 'clone');
  origin.git('clone', '-q', ...args, `file://${origin.path}`, path);
  return new Repo(path);
}

function ci(clone: Repo, env: NodeJS.ProcessEnv, ...args: string[]) {
  const ran = clone.keyfence(['ci', '--format', 'json', ...args], { env });
  return { ...ran, report: JSON.parse(ran.stdout || '{}') as Report };
}

const line = (key: string) => `export const k = "${key}";\n`;

test("D1 ci: keys of the change's first, middle and last commit are found, another branch's is not", () => {
  const origin = repository();
  const base = origin.commit('README.md', 'x');
  origin.git('checkout', '-q', '-b', 'other');
  origin.commit('other.ts', line(authKey(9)));
  origin.git('checkout', '-q', '-b', 'feature', base);
  for (const name of ['first', 'middle', 'last']) {
    origin.commit(`${name}.ts`, line(authKey(name.length)));
  }
  // Gone from the tree, but still in the commits.
  origin.git('rm', '-q', 'first.ts');
  const head = origin.commit('clean.md', 'y');
  const clone = cloneOf(origin, '--branch=feature');
  const { status, report } = ci(clone, pullRequest(base, head));
  expect(status).toBe(1);
  const paths = report.findings.map((finding) => finding.where.path).sort();
  expect(paths).toEqual(['first.ts', 'last.ts', 'middle.ts']);
  expect(report.stats.commits).toBe(4);
});

test('F4 a change that brings a key and every excuse for it still fails, and its excuses are listed', () => {
  const origin = repository();
  const base = origin.commit('README.md', 'x');
  origin.git('checkout', '-q', '-b', 'feature');
  const key = standardKey(4);
  const [{ fingerprint }] = JSON.parse(
    origin.keyfence(['stdin', '--format', 'json'], { input: line(key) }).stdout,
  ).findings;
  const [rule, hash] = fingerprint.split(':');
  origin.stage(ignoreFileName, renderIgnores([{ rule, hash, reason: 'trust me' }]));
  const off =
    '{ "rules": { "google-api-key": "off" }, "exclude": [{ "glob": "**", "broad": true }] }';
  origin.stage('.keyfencerc.json', off);
  const excuse = 'keyfence:ignore-line it is fine';
  const head = origin.commit('a.ts', `export const k = "${key}"; // ${excuse}\n`);
  const clone = cloneOf(origin, '--branch=feature');
  expect(clone.keyfence(['history']).status).toBe(0);
  const { status, report } = ci(clone, pullRequest(base, head));
  expect(status).toBe(1);
  expect(report.findings).toMatchObject([{ rule: 'google-api-key', where: { path: 'a.ts' } }]);
  expect(report.notices).toMatchObject([
    { code: 'ci-scope' },
    { code: 'policy-ref', values: ['origin/main'] },
    { code: 'new-suppressions', values: [fingerprint] },
  ]);
});

test('F4 --policy-ref: the same for any scan; --config too is read from that commit', () => {
  const repo = repository();
  repo.commit('keyfence.json', '{ "rules": { "gemini-auth-key": "warning" } }');
  repo.commit('.keyfencerc.json', '{}');
  repo.stage('.keyfencerc.json', '{ "rules": { "gemini-auth-key": "off" } }');
  repo.stage('keyfence.json', '{ "rules": { "gemini-auth-key": "off" } }');
  repo.stage('a.ts', line(authKey(2)));
  expect(repo.keyfence(['staged']).status).toBe(0);
  expect(repo.keyfence(['staged', '--policy-ref', 'main']).status).toBe(1);
  const named = ['staged', '--config', 'keyfence.json', '--format', 'json'];
  const severities = (args: string[]) =>
    JSON.parse(repo.keyfence(args).stdout).findings.map(
      (one: { severity: string }) => one.severity,
    );
  expect(severities(named)).toEqual([]);
  expect(severities([...named, '--policy-ref', 'main'])).toEqual(['warning']);
  expect(repo.keyfence(['staged', '--policy-ref', 'nowhere']).status).toBe(2);
});

test('D3 ci in a shallow checkout ends in exit 2 with the line to change; staged still works', () => {
  const origin = repository();
  const base = origin.commit('README.md', 'x');
  const head = origin.commit('a.ts', line(authKey(3)));
  const clone = cloneOf(origin, '--depth=1');
  const ran = clone.keyfence(['ci'], { env: pullRequest(base, head) });
  expect(ran.status).toBe(2);
  expect(ran.stdout + ran.stderr).toContain('fetch-depth: 0');
  expect(ran.stdout).not.toContain('clean');
  const tree = ci(clone, pullRequest(base, head), '--allow-shallow');
  expect(tree.report.findings.map((finding) => finding.where.path)).toEqual(['a.ts']);
  expect(tree.report.target.scope).toContain('shallow: only the tree of HEAD');
  clone.stage('b.ts', line(authKey(5)));
  expect(clone.keyfence(['staged']).status).toBe(1);
});

test('F6 ci, history and config refuse an exclude over more than half of the tracked files', () => {
  const repo = repository();
  repo.stage('src/a.ts', '1').stage('src/b.ts', '2').stage('src/c.ts', '3');
  repo.commit('.keyfencerc.json', '{ "exclude": ["src/**"] }');
  for (const command of ['ci', 'history', 'config']) {
    const { status, stderr } = repo.keyfence([command]);
    expect(status, command).toBe(2);
    expect(stderr).toContain('takes 3 of 4 tracked files');
  }
  repo.commit('.keyfencerc.json', '{ "exclude": [{ "glob": "src/**", "broad": true }] }');
  expect(repo.keyfence(['config']).stdout).toContain('src/** (broad)');
  expect(repo.keyfence(['history']).status).toBe(0);
});

test('F1 F2 the baseline of an old repository: green, a new key still fails, dead entries are found', () => {
  const repo = repository();
  repo.commit('old.ts', line(authKey(11)) + line(standardKey(12)));
  repo.git('rm', '-q', 'old.ts');
  repo.commit('README.md', 'x');
  expect(repo.keyfence(['history']).status).toBe(1);
  const made = repo.keyfence(['ignore', '--all', '--reason', 'before keyfence']);
  expect(made).toMatchObject({ status: 0, stdout: expect.stringContaining('2 added') });
  expect(repo.keyfence(['history']).status).toBe(0);
  const again = repo.keyfence(['ignore', '--all', '--reason', 'before keyfence']);
  expect(again.stdout).toContain('Nothing to add');
  repo.commit('new.ts', line(authKey(13)));
  expect(repo.keyfence(['history']).status).toBe(1);
  expect(repo.keyfence(['ignore', '--unused']).stdout).toContain('Every entry matches something.');
  const dead = `gemini-auth-key:${'ab'.repeat(16)}`;
  repo.keyfence(['ignore', dead, '--reason', 'nothing there']);
  expect(repo.keyfence(['ignore', '--unused']).stdout).toContain(`${dead}  nothing there`);
  expect(repo.keyfence(['history', '--fail-on-unused']).status).toBe(2);
  expect(repo.keyfence(['ci', '--fail-on-unused']).status).toBe(2);
  expect(repo.keyfence(['ci']).status).toBe(1);
  const inHook = repo.keyfence(['staged', '--fail-on-unused']);
  expect([inHook.status, inHook.stderr]).toEqual([2, expect.stringContaining('does not go with')]);
  expect(repo.keyfence(['ignore', '--unused', '--prune']).stdout).toContain('1 removed');
  expect(repo.keyfence(['ignore', '--list']).stdout.trim().split('\n').length).toBe(2);
});
