import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ignoreFileName, renderIgnores } from '../src/ignores.ts';
import type { Finding } from '../src/types.ts';
import { authKey, genericValue, standardKey } from './helpers/keys.ts';
import { type Repo, repository } from './helpers/repo.ts';

const found = (repo: Repo): Finding[] =>
  JSON.parse(repo.keyfence(['staged', '--format', 'json']).stdout).findings;
const fileOf = (repo: Repo) => readFileSync(join(repo.path, ignoreFileName), 'utf8');
const because = ['--reason', 'revoked in May'];

/** Stages a text and returns the fingerprint of its only finding. */
function fingerprintOf(repo: Repo, text: string): string {
  repo.stage('first.ts', text);
  const findings = found(repo);
  expect(findings.length).toBe(1);
  return findings[0]!.fingerprint;
}

describe('F1 F6 keyfence ignore, through the real bin', () => {
  test('F1 an ignored value stays ignored after line shift, rename and CRLF; another key does not', () => {
    const repo = repository();
    const line = `const key = "${standardKey(1)}";`;
    const fingerprint = fingerprintOf(repo, `${line}\n`);
    const added = repo.keyfence(['ignore', fingerprint, ...because]);
    expect(added).toMatchObject({ status: 0, stderr: '' });
    expect(added.stdout).toContain('1 added to .keyfenceignore.json');
    expect(repo.keyfence(['staged']).status).toBe(0);
    repo.git('mv', 'first.ts', 'moved.py');
    repo.stage('moved.py', `\r\n\r\n# above\r\n${line}\r\n`);
    expect(repo.keyfence(['staged']).status).toBe(0);
    repo.stage('moved.py', `${line} const other = "${standardKey(2)}";\n`);
    const left = found(repo);
    expect(left.length).toBe(1);
    expect(left[0]!.fingerprint).not.toBe(fingerprint);
  });

  test('F1 it still matches after rebase, squash and cherry-pick', () => {
    const repo = repository();
    repo.commit('README.md', 'x');
    const fingerprint = fingerprintOf(repo, `k = "${authKey(3)}"\n`);
    repo.keyfence(['ignore', fingerprint, ...because]);
    repo.git('checkout', '-q', '-b', 'feature');
    repo.git('add', '-A');
    repo.git('commit', '-q', '-m', 'key and ignore');
    repo.git('checkout', '-q', 'main');
    repo.commit('other.md', 'y');
    repo.git('cherry-pick', '-n', 'feature');
    expect(repo.keyfence(['staged']).status).toBe(0);
    repo.git('reset', '-q', '--hard');
    repo.git('merge', '-q', '--squash', 'feature');
    expect(repo.keyfence(['staged']).status).toBe(0);
  });

  test('F2 F3 the file holds no piece of the key, no mail, no date; twice is the same bytes', () => {
    const repo = repository();
    const [one, two] = [standardKey(5), authKey(6)];
    repo.stage('a.ts', `a("${one}");\n`).stage('b.ts', `b("${two}");\n`);
    const fingerprints = found(repo).map((finding) => finding.fingerprint);
    expect(fingerprints.length).toBe(2);
    repo.keyfence(['ignore', ...fingerprints, ...because, '--by', 'Ada']);
    const text = fileOf(repo);
    repo.keyfence(['ignore', ...fingerprints.reverse(), ...because, '--by', 'Ada']);
    expect(fileOf(repo)).toBe(text);
    for (const key of [one, two]) {
      const body = key.slice(key.startsWith('AQ') ? 9 : 4);
      for (let at = 0; at + 6 <= body.length; at++)
        expect(text).not.toContain(body.slice(at, at + 6));
    }
    expect(text).not.toMatch(/@|\d{4}-\d\d-\d\d|ada/);
    repo.git('add', '-A');
    expect(repo.keyfence(['staged']).status).toBe(0);
    repo.git('rm', '-q', '--cached', 'a.ts', 'b.ts');
    expect(found(repo)).toEqual([]);
  });

  test('F6 --path and --expires limit an entry; an expired one is reported', () => {
    const repo = repository();
    const fingerprint = fingerprintOf(repo, `k = "${standardKey(7)}"\n`);
    const { hash, rule } = { rule: fingerprint.split(':')[0]!, hash: fingerprint.split(':')[1]! };
    expect(repo.keyfence(['ignore', fingerprint, '--path', 'docs/**', ...because]).status).toBe(0);
    expect(repo.keyfence(['staged']).status).toBe(1);
    repo.git('mv', '-f', 'first.ts', 'second.ts');
    repo.stage('docs/a.md', `k = "${standardKey(7)}"\n`).git('rm', '-q', '-f', 'second.ts');
    expect(repo.keyfence(['staged']).status).toBe(0);
    const old = { rule, hash, reason: 'for a while', expires: '2026-01-31' };
    repo.write(ignoreFileName, renderIgnores([old]));
    const expired = repo.keyfence(['staged']);
    expect(expired.status).toBe(1);
    expect(expired.stdout + expired.stderr).toContain('expired');
    expect(repo.keyfence(['ignore', '--list']).stdout).toContain('until 2026-01-31 (expired)');
  });

  test('F5 wrong use ends in exit 2, and the file is as it was', () => {
    const repo = repository();
    const hash = 'ab'.repeat(16);
    const good = `google-api-key:${hash}`;
    const key = standardKey(8);
    const wrong: [string[], RegExp][] = [
      [[...because], /needs a fingerprint/],
      [[good], /needs a reason/],
      [[good, '--reason', ' '], /needs a reason/],
      [[key, ...because], /An argument of 39 characters is no fingerprint/],
      [[`google-api-kye:${hash}`, ...because], /Did you mean "google-api-key"\?/],
      [[good, ...because, '--expires', '2027-02-30'], /no day to come/],
      [[good, ...because, '--expires', '2020-01-01'], /no day to come/],
      [[good, ...because, '--by', 'ada@example.com'], /not a mail address/],
      [[good, ...because, '--path', '../x'], /--path: A glob is relative/],
      [[good, '--reason', `it is only ${key}`], /looks like a secret/],
    ];
    for (const [args, message] of wrong) {
      const result = repo.keyfence(['ignore', ...args]);
      expect(result.status, args.join(' ')).toBe(2);
      expect(result.stderr).toMatch(message);
      expect(result.stdout + result.stderr).not.toContain(key.slice(5, 20));
    }
    expect(() => fileOf(repo)).toThrow(/ENOENT/);
    for (const args of contradictions(good)) {
      const result = repo.keyfence(['ignore', ...args]);
      expect([args, result.status]).toEqual([args, 2]);
      expect(result.stderr).toMatch(/does not go|--prune goes with --unused/);
    }
    expect(() => fileOf(repo)).toThrow(/ENOENT/);
    repo.write(ignoreFileName, '[ { ]');
    expect(repo.keyfence(['ignore', good, ...because]).status).toBe(2);
    expect(fileOf(repo)).toBe('[ { ]');
    expect(repo.keyfence(['staged']).status).toBe(2);
  });

  test('F5 B9 `config` checks the ignore file too; one that no scan would take is not written', () => {
    const repo = repository().stage('a', 'x\n');
    expect(repo.keyfence(['config']).stdout).toMatch(/^ignore entries: none$/m);
    repo.write(ignoreFileName, '[{ "rule": "google-api-key", "hash": "00", "reason": "x" }]');
    const broken = repo.keyfence(['config']);
    expect([broken.status, broken.stderr]).toEqual([2, expect.stringContaining(':1:38: ')]);
    const entry = (index: number) => ({
      rule: 'google-api-key',
      hash: index.toString(16).padStart(32, '0'),
      reason: 'r'.repeat(60),
    });
    const many = Array.from({ length: 7300 }, (_, index) => entry(index));
    const full = renderIgnores(many);
    expect(full.length).toBeLessThan(1 << 20);
    repo.write(ignoreFileName, full);
    expect(repo.keyfence(['config']).stdout).toMatch(/^ignore entries: 7300$/m);
    const more = [`google-api-key:${'f'.repeat(32)}`, '--reason', 'r'.repeat(60_000)];
    const ran = repo.keyfence(['ignore', ...more]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('would be larger than 1 MiB');
    expect(fileOf(repo)).toBe(full);
    expect(repo.keyfence(['staged']).status).toBe(0);
  });

  test('F6 a second key on the same line is still reported', () => {
    const repo = repository();
    const fingerprint = fingerprintOf(repo, `k = "${standardKey(9)}"\n`);
    repo.keyfence(['ignore', fingerprint, ...because]);
    repo.stage(
      'first.ts',
      `f("${standardKey(9)}", "${authKey(9)}", { apiKey: "${genericValue(9)}" })\n`,
    );
    expect(found(repo).map((finding) => finding.rule)).not.toContain('google-api-key');
    expect(found(repo).length).toBe(2);
  });
});

/** What would be passed over without a word. */
const contradictions = (good: string): string[][] => [
  ['--all', '--list'],
  ['--all', '--unused'],
  ['--all', good, ...because],
  ['--list', good],
  ['--merge', '--all', ...because],
  ['--compat', 'gitleaks', good, ...because],
  ['--compat', 'gitleaks', '--path', 'src/**', ...because],
  ['--list', ...because],
  ['--unused', '--expires', '2030-01-01'],
  ['--prune'],
  [good, '--prune', ...because],
];
