import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { JsonReport } from '../../src/types.ts';
import { collect } from '../helpers/collect.ts';
import { randomText, standardKey } from '../helpers/keys.ts';
import { type Repo, repository } from '../helpers/repo.ts';

const names = [
  'a b',
  'a\nb',
  '-rf',
  '[id].ts',
  '$(x)',
  '名.ts',
  ':(exclude)x',
  'a -> b',
  '"q"',
  'back\\slash',
  'tab\tand\x1bescape',
  ' leading and trailing ',
  'HEAD',
];

test.each([[[]], [['--object-format=sha256']]])(
  'B5 any name of a file is carried byte by byte %s',
  async (kind) => {
    const repo = repository(...kind);
    repo.commit('first', 'x\n');
    const oid = repo.git('hash-object', '-w', 'first');
    const latin1 = Buffer.from('bad\xff/name\xfe', 'latin1');
    const paths = [...names.map((name) => Buffer.from(name)), latin1];
    const lines = paths.map((path) => Buffer.concat([Buffer.from(`100644 ${oid}\t`), path]));
    const input = Buffer.concat(lines.flatMap((line) => [line, Buffer.from([0])]));
    execFileSync('git', ['update-index', '-z', '--index-info'], { cwd: repo.path, input });

    const { blobs } = await collect(repo);
    const bytes = blobs.map(({ origin }) =>
      Buffer.from(origin.pathBytes ?? Buffer.from(origin.path)).toString('latin1'),
    );
    expect(bytes.sort()).toEqual(paths.map((path) => path.toString('latin1')).sort());
    const odd = blobs.filter(({ origin }) => origin.pathBytes !== undefined);
    expect(odd).toHaveLength(1);
    expect(Buffer.from(odd[0]!.origin.pathBytes!)).toEqual(latin1);
    expect(odd[0]!.origin.path).toBe('bad\ufffd/name\ufffd');
  },
);

test('B5 the parents of a file with an odd name are found too', async () => {
  const repo = repository();
  for (const name of names) repo.commit(name, `${name}, before\n`);
  for (const name of names) repo.stage(name, 'after\n');
  const { previous } = await collect(repo);
  for (const name of names) expect(previous[name]).toEqual([`${name}, before\n`]);
});

const key = standardKey(41);
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const token = `gh${'p'}_${randomText(36, 42, letters)}`;

/** `kind path secret` of each finding, as JSON says them. */
function found(repo: Repo, args: readonly string[]): string[] {
  const { stdout } = repo.keyfence([...args, '--format=json']);
  expect(stdout).not.toContain(key);
  expect(stdout).not.toContain(token);
  const { findings } = JSON.parse(stdout) as JsonReport;
  return findings.map(({ where, secret }) => `${where.kind} ${where.path} ${secret}`);
}

const shownKey = `AIza…${key.slice(-4)}`;
const shownToken = `ghp_…${token.slice(-4)}`;

test('C7 a key in the name of a file or folder that a commit would bring stops it', () => {
  const repo = repository();
  repo.commit('first', 'x\n');
  repo.stage(`keys/${key}.txt`, 'x\n');
  repo.stage(`${token}/one`, '1\n');
  repo.stage(`${token}/two`, '2\n');
  const names = [`path keys/${shownKey}.txt ${shownKey}`, `path ${shownToken} ${shownToken}`];
  expect(repo.keyfence(['staged']).status).toBe(1);
  expect(found(repo, ['staged'])).toEqual(names.toReversed());
  expect(found(repo, ['files'])).toEqual(names.toReversed());
  expect(found(repo, ['staged', '--path', `${token}/**`])).toEqual(names.slice(1));
  repo.git('commit', '-q', '--no-verify', '-m', 'second');
  const held = found(repo, ['history']).map((one) => one.split(' ').at(-1));
  expect(held.sort()).toEqual([shownKey, shownToken].sort());
});

test('C7 a name that a parent has already is not new', () => {
  const repo = repository();
  repo.commit(`${key}.txt`, 'one\n');
  repo.git('checkout', '-q', '-b', 'side');
  repo.commit(`${token}.txt`, 'two\n');
  repo.git('checkout', '-q', 'main');
  repo.stage(`${key}.txt`, 'three\n');
  expect(found(repo, ['staged'])).toEqual([]);
  repo.git('commit', '-q', '--no-verify', '-m', 'three');
  repo.git('merge', '-q', '--no-commit', 'side');
  expect(found(repo, ['staged'])).toEqual([]);
  expect(found(repo, ['staged', '--all-lines'])).toEqual([`path ${shownToken}.txt ${shownToken}`]);
});

test('C7 an ignore entry and an exclude hold for names too', () => {
  const repo = repository();
  repo.stage(`out/${key}.txt`, 'x\n');
  const { stdout } = repo.keyfence(['staged', '--no-color']);
  const fingerprint = /google-api-key:[0-9a-f]+/.exec(stdout)![0];
  repo.stage('.keyfencerc.json', '{"exclude": ["out/**"]}');
  expect(repo.keyfence(['staged']).status).toBe(0);
  expect(repo.keyfence(['files']).status).toBe(0);
  repo.git('rm', '-q', '-f', '.keyfencerc.json');
  expect(repo.keyfence(['staged']).status).toBe(1);
  expect(repo.keyfence(['ignore', fingerprint, '--reason', 'a test']).status).toBe(0);
  expect(repo.keyfence(['staged']).status).toBe(0);
  expect(repo.keyfence(['files']).status).toBe(0);
});

test('G1 what else is found or left out in such a file does not show its name', () => {
  const repo = repository();
  repo.stage(`${token}.js`, `const key = '${key}';\n`);
  repo.stage(`a/${token}.bin`, Buffer.alloc(200_000));
  repo.stage('link', 'x');
  for (const command of ['staged', 'files']) {
    for (const format of [
      'pretty',
      'json',
      'sarif',
      'junit',
      'github',
      'csv',
      'markdown',
      'html',
    ]) {
      const args = [command, '--max-bytes=100000', '--verbose', `--format=${format}`];
      const { stdout, stderr, status } = repo.keyfence(args);
      expect(status).toBe(2);
      expect(stdout + stderr).not.toContain(token);
      expect(stdout).toContain(shownToken.slice(-4));
    }
  }
  expect(found(repo, ['staged', '--max-bytes=100000'])).toContain(
    `staged ${shownToken}.js ${shownKey}`,
  );
});
