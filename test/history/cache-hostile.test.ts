import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeSealed } from '../../src/history/seal.ts';
import { cached, expectSame, flipped, leaking, remembered, shown } from '../helpers/cached.ts';
import { authKey, standardKey } from '../helpers/keys.ts';
import { folder, repository } from '../helpers/repo.ts';

test('H1 whatever is done to the files, nothing is lost, and something is said', async () => {
  const [repo, home] = [leaking(), folder()];
  const expected = shown((await cached(repo, home)).result);
  const files = remembered(repo).map((path) => ({ path, bytes: readFileSync(path) }));
  const damages: Record<string, (bytes: Buffer, path: string) => void> = {
    'the seal': (bytes, path) => writeFileSync(path, flipped(bytes, 3)),
    'the line feed': (bytes, path) => writeFileSync(path, flipped(bytes, 64)),
    'the first byte': (bytes, path) => writeFileSync(path, flipped(bytes, 65)),
    'the text': (bytes, path) => writeFileSync(path, flipped(bytes, 65 + 40)),
    'the middle': (bytes, path) => writeFileSync(path, flipped(bytes, bytes.length >> 1)),
    'the end': (bytes, path) => writeFileSync(path, flipped(bytes, bytes.length - 1)),
    'cut short': (bytes, path) => writeFileSync(path, bytes.subarray(0, -1)),
    'a seal alone': (bytes, path) => writeFileSync(path, bytes.subarray(0, 65)),
    empty: (_, path) => writeFileSync(path, ''),
    longer: (bytes, path) => writeFileSync(path, Buffer.concat([bytes, bytes])),
    'a folder': (_, path) => {
      rmSync(path);
      mkdirSync(path);
    },
    'open to others': (bytes, path) => {
      writeFileSync(path, bytes);
      chmodSync(path, 0o644);
    },
    'a link': (bytes, path) => {
      writeFileSync(join(home, 'elsewhere'), bytes);
      rmSync(path);
      symlinkSync(join(home, 'elsewhere'), path);
    },
  };
  const windows = process.platform === 'win32';
  for (const [name, damage] of Object.entries(damages)) {
    if (windows && (name === 'a link' || name === 'open to others')) continue;
    for (const { path, bytes } of files) {
      damage(bytes, path);
      // The report is looked at first: without it, what is known of objects is.
      if (path.endsWith('objects')) rmSync(files[0]!.path, { recursive: true, force: true });
      const { result, from } = await cached(repo, home);
      const { notices, ...rest } = shown(result);
      expect([name, { ...rest, notices: [] }]).toEqual([name, expected]);
      expect([name, from]).toEqual([name, path.endsWith('report') ? 'objects' : 'nothing']);
      expect([name, notices[0]?.code]).toEqual([name, 'cache-unused']);
      for (const one of files) restore(one.path, one.bytes);
    }
  }
}, 120_000);

function restore(path: string, bytes: Buffer): void {
  rmSync(path, { recursive: true, force: true });
  writeFileSync(path, bytes, { mode: 0o600 });
}

test('H1 a repository that comes with a cache that says "clean" is read all the same', async () => {
  const [repo, attacker, home] = [repository(), folder(), folder()];
  repo.commit('a.txt', 'nothing\n');
  const [report, objects] = remembered(repo) as [string, string];
  await cached(repo, attacker);
  const clean = readFileSync(report).subarray(65).toString();
  repo.commit('a.txt', `${standardKey(1)}\n`);
  await cached(repo, attacker);
  const made = JSON.parse(readFileSync(report).subarray(65).toString()).made;
  const key = Buffer.from(
    readFileSync(join(attacker, 'keyfence/cache-key'), 'latin1').trim(),
    'hex',
  );
  const content = Buffer.from(JSON.stringify({ ...JSON.parse(clean), made }));
  expect(writeSealed(report, key, content)).toBeUndefined();
  // Under the key that it was sealed with, the forged outcome is believed: the key is what protects.
  expect((await cached(repo, attacker)).result.findings).toEqual([]);
  const { result, from } = await cached(repo, home);
  expect([from, result.findings.length]).toEqual(['nothing', 1]);
  expect(result.notices.map(({ code }) => code)).toEqual(['cache-unused']);
  expect(existsSync(objects)).toBe(true);
  expect((await cached(repo, home)).from).toBe('report');
});

test('a key that others could know is no key: everything is read, and said to be', async () => {
  const repo = leaking();
  const why = async (home: string) => {
    const { result, from } = await cached(repo, home);
    expect(from).toBe('nothing');
    expect(result.findings).toHaveLength(4);
    return result.notices[0]?.values?.join();
  };
  expect(await why(join(repo.path, 'state'))).toContain('lies inside of this repository');
  const home = folder();
  await cached(repo, home);
  writeFileSync(join(home, 'keyfence/cache-key'), 'short\n');
  expect(await why(home)).toContain('is damaged');
  if (process.platform === 'win32') return;
  chmodSync(join(home, 'keyfence/cache-key'), 0o604);
  expect(await why(home)).toContain('is open to other users');
  writeFileSync(join(home, 'file'), '');
  expect(await why(join(home, 'file'))).toContain('cannot be kept (ENOTDIR)');
});

test.skipIf(process.platform === 'win32')(
  'H1 a folder that leads elsewhere is not written to',
  async () => {
    const [repo, home, elsewhere] = [leaking(), folder(), folder()];
    symlinkSync(elsewhere, join(repo.path, '.git/keyfence'));
    for (const _ of [1, 2]) {
      const { result, from } = await cached(repo, home);
      expect(from).toBe('nothing');
      expect(result.notices.map(({ code }) => code)).toEqual(['cache-unused']);
    }
    expect(readdirSync(elsewhere)).toEqual([]);
  },
);

test('F3 G1 what is remembered holds no secret', async () => {
  const [repo, home] = [leaking(), folder()];
  await cached(repo, home, { allPlaces: true });
  const secrets = [standardKey(1), authKey(2), standardKey(3), authKey(4)];
  const expectNone = () => {
    for (const path of remembered(repo).filter((one) => existsSync(one))) {
      const text = readFileSync(path, 'latin1');
      for (const secret of secrets) {
        for (let at = 9; at + 6 <= secret.length; at++) {
          expect(text).not.toContain(secret.slice(at, at + 6));
        }
      }
    }
  };
  expectNone();
  // Names of files and branches are kept where they lead to a secret.
  repo.commit(`dir/${standardKey(1)}/x.txt`, `${authKey(4)}\n`);
  repo.commit(`dir/${authKey(2)} keyfence:ignore/x.txt`, `${authKey(4)}\n`);
  repo.git('branch', `topic/${authKey(4)}`);
  await expectSame(repo, home);
  expectNone();
  expect((await expectSame(repo, home)).from).toBe('report');
});
