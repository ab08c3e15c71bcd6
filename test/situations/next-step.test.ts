/** What a message says happened, where, and what to type next: sentences that once said something else. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { bin, folder, Repo, repository, run } from '../helpers/repo.ts';

/** Without line breaks, which depend on the width. */
const said = ({ stdout, stderr }: { stdout: string; stderr: string }) =>
  `${stdout} ${stderr}`.replace(/\s+/g, ' ');

test('D1 ci says which commits it took, to a person, as annotations, and in the job summary', () => {
  const repo = repository();
  const before = repo.commit('a.ts', 'export const a = 1;\n');
  const after = repo.commit('b.ts', 'export const b = 1;\n');
  const place = folder();
  const event = join(place, 'event.json');
  const summary = join(place, 'summary.md');
  writeFileSync(event, JSON.stringify({ before, after, ref: 'refs/heads/main' }));
  writeFileSync(summary, '');
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: event,
    GITHUB_SHA: after,
    GITHUB_STEP_SUMMARY: summary,
  };
  const sentence = `What this CI run is about: GitHub Actions, push: ${before.slice(0, 12)}..${after.slice(0, 12)}.`;
  const ran = repo.keyfence(['ci'], { env });
  expect(ran.status).toBe(0);
  expect(said(ran)).toContain(sentence);
  expect(readFileSync(summary, 'utf8')).toContain(sentence);
  expect(said(repo.keyfence(['ci']))).toContain(
    'What this CI run is about: no CI system that keyfence knows, unknown: everything.',
  );
});

test('G4 the job summary is written for --format github without ci too, and nowhere but on GitHub', () => {
  const repo = repository();
  repo.commit('a.ts', `const key = "${authKey(4)}";\n`);
  const summary = join(folder(), 'summary.md');
  writeFileSync(summary, '');
  const env = { GITHUB_STEP_SUMMARY: summary };
  const github = ['history', '--format', 'github'];
  expect(repo.keyfence(github, { env }).status).toBe(1);
  expect(repo.keyfence(['history'], { env: { ...env, GITHUB_ACTIONS: 'true' } }).status).toBe(1);
  expect(readFileSync(summary, 'utf8')).toBe('');
  expect(repo.keyfence(github, { env: { ...env, GITHUB_ACTIONS: 'true' } }).status).toBe(1);
  expect(readFileSync(summary, 'utf8')).toContain('gemini-auth-key');
});

test('D3 history --allow-shallow says that the clone is cut off', () => {
  const whole = repository();
  whole.commit('a.ts', 'export const a = 1;\n');
  whole.commit('b.ts', 'export const b = 1;\n');
  const clone = new Repo(join(folder(), 'clone'));
  run('git', ['clone', '-q', '--depth', '1', `file://${whole.path}`, clone.path], {});
  const shallow = clone.keyfence(['history', '--allow-shallow']);
  expect(shallow.status).toBe(0);
  expect(said(shallow)).toContain('This clone is shallow');
  expect(said(whole.keyfence(['history', '--allow-shallow']))).not.toContain('shallow');
});

test('A3 what is too large is said to be too large, and the flag that changes it is named', () => {
  const repo = repository();
  repo.commit('big.txt', 'x '.repeat(2000));
  repo.commit('small.txt', 'x\n');
  const cut = repo.keyfence(['history', '--max-bytes', '2048']);
  expect(cut.status).toBe(2);
  expect(said(cut)).toContain('1 object is larger than --max-bytes allows');
  expect(said(cut)).not.toContain('git fsck');
  expect(repo.keyfence(['history', '--max-bytes', '8192']).status).toBe(0);
});

test.skipIf(process.platform === 'win32')('B9 a pipe as the message is not waited for', () => {
  const repo = repository();
  const pipe = join(folder(), 'pipe');
  run('mkfifo', [pipe], {});
  const limited = ['10', process.execPath, bin, 'message', pipe];
  const ran = run('timeout', limited, { cwd: repo.path });
  expect(ran.status).toBe(2);
  expect(said(ran)).toContain('it is not a file');
});

test('F5 config names the place that a value of --web-keys comes from, and says in words what an id may hold', () => {
  const repo = repository();
  repo.write('.keyfencerc.json', '{\n  "rules": { "google-web-key": "off" }\n}\n');
  const row = (args: string[] = []) =>
    repo.keyfence(['config', ...args]).stdout.match(/^webKeys.*$/m)![0];
  expect(row()).toMatch(/^webKeys +off +\.keyfencerc\.json:2:32$/);
  repo.write('.keyfencerc.json', '{}');
  expect(row()).toMatch(/^webKeys +warning +default$/);
  const rule = { id: 'A b', title: 't', keywords: ['acme'], pattern: 'acme', severity: 'error' };
  const customRules = [{ ...rule, hits: ['acme'], misses: ['a'] }];
  repo.write('.keyfencerc.json', JSON.stringify({ customRules }));
  const refused = repo.keyfence(['config']);
  expect(refused.status).toBe(2);
  expect(said(refused)).toContain('(small letters, digits and dashes)');
});

test('F1 an expired entry: what to do about it', () => {
  const repo = repository();
  repo.commit('a.ts', `const key = "${authKey(5)}";\n`);
  const [finding] = JSON.parse(repo.keyfence(['history', '--format', 'json']).stdout).findings;
  const [rule, hash] = finding.fingerprint.split(':');
  repo.write(
    '.keyfenceignore.json',
    `[\n${JSON.stringify({ rule, hash, reason: 'r', expires: '2020-01-01' })}\n]\n`,
  );
  const ran = repo.keyfence(['history']);
  expect(ran.status, said(ran)).toBe(1);
  expect(said(ran)).toContain('1 ignore entry expired and no longer hides anything');
  expect(said(ran)).toContain('a later --expires');
});

test('A1 a file or folder that is not there is said so in words', () => {
  const repo = repository();
  repo.commit('a.ts', 'export const a = 1;\n');
  const merge = repo.keyfence(['merge', 'nope.json']);
  expect(merge.status).toBe(2);
  expect(said(merge)).toContain('nope.json cannot be read: there is no such file.');
  const report = repo.keyfence(['history', '--format', 'json=nowhere/x.json']);
  expect(report.status).toBe(2);
  expect(said(report)).toContain('cannot be written: its folder does not exist.');
});

test("B8 files in a bare repository does not call git's own packed files clean", () => {
  const repo = repository();
  repo.commit('a.ts', `const key = "${authKey(6)}";\n`);
  const bare = new Repo(join(folder(), 'bare.git'));
  run('git', ['clone', '-q', '--bare', repo.path, bare.path], {});
  const ran = bare.keyfence(['files']);
  expect(ran.status).toBe(2);
  expect(said(ran)).toContain('npx keyfence history');
  expect(said(ran)).not.toContain('clean');
  expect(bare.keyfence(['history']).status).toBe(1);
});

test('I2 paths with line breaks between them: what to type instead, and how many are not there', () => {
  const repo = repository();
  repo.commit('a.ts', 'export const a = 1;\n');
  const lines = repo.keyfence(['files', '--stdin-paths0'], { input: 'a.ts\nb.ts\n' });
  expect(lines.status).toBe(2);
  expect(said(lines)).toContain('end with NUL, not with a line break');
  const many = repo.keyfence(['files', 'x', 'y', 'z']);
  expect(many.status).toBe(2);
  expect(said(many)).toContain('there is no such file, and the same goes for 2 more.');
});

test('F5 ci and push do not take a --since that they would not heed', () => {
  const repo = repository();
  repo.commit('a.ts', 'export const a = 1;\n');
  for (const command of ['ci', 'push']) {
    const ran = repo.keyfence([command, '--since', '2026-01-01']);
    expect(ran.status, command).toBe(2);
    expect(said(ran)).toContain(`--since does not go with \`keyfence ${command}\``);
  }
});
