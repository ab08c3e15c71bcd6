import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository, type Repository } from '../../src/git.ts';
import { Cache } from '../../src/history/cache.ts';
import { scanHistory } from '../../src/history/history.ts';
import {
  cached,
  expectSame,
  flipped,
  leaking,
  remembered,
  SETTINGS,
  shown,
} from '../helpers/cached.ts';

const placeOf = ({ top, gitDir, commonDir, objectsDir, hash }: Repository) => ({
  top,
  gitDir,
  commonDir,
  objectsDir,
  hash,
});

import { engine, history, plain } from '../helpers/history.ts';
import { authKey, random, standardKey } from '../helpers/keys.ts';
import { cleanEnv, folder, Repo, repository } from '../helpers/repo.ts';
import { randomRepository } from '../verify/random.ts';

test('random repositories: the second scan reads nothing and says the same', async () => {
  for (let seed = 1; seed <= 24; seed++) {
    const home = folder();
    const repo = new Repo(randomRepository(join(folder(), 'r'), seed, cleanEnv()));
    const options = { allPlaces: seed % 2 === 0, jobs: 1 + (seed % 3) };
    expect((await expectSame(repo, home, options)).from).toBe('nothing');
    expect((await expectSame(repo, home, options)).from).toBe('report');
  }
}, 120_000);

/** What can happen to a repository between two scans. */
function happening(repo: Repo, dice: (bound: number) => number, step: number): string {
  const git = (...args: string[]) => void repo.tryGit(args);
  const key = () => (dice(2) === 0 ? authKey(dice(6)) : standardKey(dice(6)));
  const path = `${['', 'a/', 'a/b/', 'c/'][dice(4)]}${dice(5)}.txt`;
  const content = `${step}\n${dice(3) === 0 ? `${key()}\n` : ''}${dice(8) === 0 ? `${key()} // keyfence:ignore\n` : ''}`;
  const actions: Record<string, () => void> = {
    commit: () => {
      repo.stage(path, content);
      git('commit', '-q', '--no-verify', '-m', `commit ${step}`);
    },
    // The same blob, tree and perhaps commit once more: git finds it there and touches where it is.
    'commit again': () => {
      repo.stage(path, `same\n${standardKey(1)}\n`);
      git('commit', '-q', '--no-verify', '-m', 'same');
    },
    message: () => git('commit', '--allow-empty', '--no-verify', '-qm', `say ${key()} ${step}`),
    branch: () => git('branch', '-f', `b${dice(4)}`, `HEAD~${dice(3)}`),
    switch: () => git('checkout', '-qf', `b${dice(4)}`),
    merge: () => git('merge', '--no-verify', '-q', '-X', 'theirs', '-m', 'merge', `b${dice(4)}`),
    'delete a branch': () => git('branch', '-D', `b${dice(4)}`),
    tag: () => git('tag', '-f', '-a', '-m', `tag ${dice(3) === 0 ? key() : ''}`, `t${dice(3)}`),
    reset: () => git('reset', '-q', '--hard', `HEAD~${dice(3)}`),
    'add only': () => void repo.stage(path, content),
    stash: () => git('stash', 'push', '-qu'),
    remote: () => git('update-ref', `refs/remotes/origin/b${dice(3)}`, 'HEAD'),
    note: () => git('notes', 'add', '-f', '-m', key()),
    repack: () => git('repack', '-dq'),
    'repack all': () => git('repack', '-adq'),
    gc: () => git('gc', '-q'),
    prune: () => {
      git('reflog', 'expire', '--expire=now', '--all');
      git('gc', '-q', '--prune=now');
    },
    midx: () => git('multi-pack-index', 'write'),
    'pack refs': () => git('pack-refs', '--all'),
    'named after a key': () => {
      if (dice(4) === 0) repo.commit(`d/${key()}.txt`, content);
    },
    'branch of a key': () => {
      if (dice(4) === 0) git('branch', '-f', `k/${key()}`);
    },
    'lose an object': () => {
      if (dice(6) === 0) lose(repo);
    },
    nothing: () => {},
  };
  const names = Object.keys(actions);
  const name = names[dice(names.length)]!;
  actions[name]!();
  return name;
}

function lose(repo: Repo): void {
  const oid = repo.tryGit(['rev-parse', 'HEAD:0.txt']).stdout.trim();
  if (!/^[0-9a-f]{40,64}$/.test(oid)) return;
  rmSync(join(repo.path, '.git/objects', oid.slice(0, 2), oid.slice(2)), { force: true });
}

test.each(Array.from({ length: 16 }, (_, seed) => seed))(
  'whatever happens between two scans: the same as without a cache, seed %i',
  async (seed) => {
    const dice = random(seed + 77);
    const home = folder();
    const repo = repository(...(seed % 8 === 7 ? ['--object-format=sha256'] : []));
    repo.commit('first.txt', `${standardKey(1)}\n`);
    const log: string[] = [];
    for (let step = 0; step < 14; step++) {
      for (let count = 1 + dice(3); count > 0; count--) log.push(happening(repo, dice, step));
      const options = { allPlaces: seed % 4 === 1, unreachable: seed % 4 !== 2 };
      const found = await cached(repo, home, options);
      const expected = await history(repo, options);
      expect([log, shown(found.result)]).toEqual([log, shown(expected)]);
      log.push(`[${found.from}]`);
    }
  },
  120_000,
);

test('only what is new is read: after a commit, a repack of loose objects, a touched pack', async () => {
  const [repo, home] = [leaking(), folder()];
  await expectSame(repo, home);
  repo.commit('e.txt', `${authKey(5)}\n`);
  expect(await expectSame(repo, home)).toMatchObject({ from: 'objects', known: 6 });
  repo.git('repack', '-dq');
  expect(await expectSame(repo, home)).toMatchObject({ from: 'objects', known: 4 });
  const folderOfPacks = join(repo.path, '.git/objects/pack');
  for (const name of readdirSync(folderOfPacks)) utimesSync(join(folderOfPacks, name), 1, 1);
  expect(await expectSame(repo, home)).toMatchObject({ from: 'objects', known: 8 });
  repo.git('repack', '-adq');
  expect((await expectSame(repo, home)).from).toBe('nothing');
  repo.git('branch', 'other');
  expect(await expectSame(repo, home)).toMatchObject({ from: 'objects', known: 8 });
  expect((await expectSame(repo, home)).from).toBe('report');
});

test('other rules or another version: everything is read; another way of reporting: nothing', async () => {
  const [repo, home] = [leaking(), folder()];
  expect((await cached(repo, home)).from).toBe('nothing');
  expect((await cached(repo, home, {}, { content: 'c', report: 'x' })).from).toBe('objects');
  expect((await cached(repo, home, {}, { content: 'x', report: 'y' })).from).toBe('nothing');
  expect((await cached(repo, home, {}, { content: 'x', report: 'y' })).from).toBe('report');
});

test('a repository that changes during the scan is not remembered', async () => {
  const [repo, home] = [leaking(), folder()];
  const env = cleanEnv({ XDG_STATE_HOME: home });
  const opened = await openRepository(repo.path, { trust: false, env });
  const run = opened.run.bind(opened);
  const cache = await Cache.open({ ...placeOf(opened), run }, SETTINGS, env);
  const result = await scanHistory({ ...placeOf(opened), run }, engine, { ...plain, cache });
  repo.commit('late.txt', `${authKey(6)}\n`);
  await cache.keep(result);
  expect(remembered(repo).some((path) => existsSync(path))).toBe(false);
  expect((await expectSame(repo, home)).result.findings).toHaveLength(5);
});

test('B8 linked worktrees share what is known; bare repositories; alternates', async () => {
  const [repo, home] = [leaking(), folder()];
  const linked = new Repo(join(folder(), 'linked'));
  repo.git('worktree', 'add', '-q', linked.path, '-b', 'linked');
  await expectSame(repo, home);
  linked.commit('in-linked.txt', `${authKey(7)}\n`);
  expect((await expectSame(linked, home)).from).toBe('nothing');
  expect((await expectSame(linked, home)).from).toBe('report');
  const bare = new Repo(join(folder(), 'bare.git'));
  repo.git('clone', '-q', '--bare', '--shared', repo.path, bare.path);
  await expectSame(bare, home);
  expect((await expectSame(bare, home)).from).toBe('report');
  repo.commit('behind-alternates.txt', `${authKey(8)}\n`);
  expect(await expectSame(bare, home)).toMatchObject({ from: 'objects' });
});

test('what is missing is missing again, and found when it comes', async () => {
  const [repo, home] = [leaking(), folder()];
  const oid = repo.git('rev-parse', 'HEAD:d.txt');
  const path = join(repo.path, '.git/objects', oid.slice(0, 2), oid.slice(2));
  const bytes = readFileSync(path);
  rmSync(path);
  expect((await expectSame(repo, home)).result.failure?.code).toBe('objects-missing');
  expect((await expectSame(repo, home)).from).toBe('report');
  repo.git('branch', 'other');
  expect((await expectSame(repo, home)).from).toBe('objects');
  writeFileSync(path, bytes);
  const found = await expectSame(repo, home);
  expect([found.from, found.result.failure]).toEqual(['nothing', undefined]);
});

test('damage that comes later is seen, and never remembered', async () => {
  const [repo, home] = [leaking(), folder()];
  await expectSame(repo, home);
  const oid = repo.git('rev-parse', 'HEAD:d.txt');
  const path = join(repo.path, '.git/objects', oid.slice(0, 2), oid.slice(2));
  chmodSync(path, 0o600);
  writeFileSync(path, flipped(readFileSync(path), 8));
  for (const _ of [1, 2]) {
    const found = await expectSame(repo, home);
    expect(found.from).not.toBe('report');
    expect(found.result.failure).toBeDefined();
  }
});

test('keyfence history --cache prints what it prints without, and goes with scans of everything alone', () => {
  const [repo, home] = [leaking(), folder()];
  const ran = (...args: string[]) =>
    repo.keyfence(['history', ...args], { env: { XDG_STATE_HOME: home } });
  for (const args of [
    ['--format', 'json'],
    ['--format', 'sarif'],
    [],
    ['--all-places', '--verbose'],
  ]) {
    const expected = ran(...args);
    expect(expected.status).toBe(1);
    expect(ran('--cache', ...args)).toEqual(expected);
    expect(ran('--cache', ...args)).toEqual(expected);
  }
  const reason = ['--reason', 'a test'];
  const [found] = JSON.parse(ran('--format', 'json').stdout).findings as { fingerprint: string }[];
  expect(repo.keyfence(['ignore', found!.fingerprint, ...reason]).status).toBe(0);
  expect(ran('--cache', '--format', 'json')).toEqual(ran('--format', 'json'));
  const rule = { id: 'own', title: 'Own', pattern: 'own_[a-z]{8}', keywords: ['own_'] };
  repo.write('.keyfencerc.json', JSON.stringify({ customRules: [rule] }));
  expect(ran('--cache', '--format', 'json')).toEqual(ran('--format', 'json'));
  for (const args of [
    ['HEAD~1..HEAD'],
    ['--refs', 'x'],
    ['--since', '2026-01-01'],
    ['--shard', '1/2'],
  ]) {
    const { status, stderr } = ran('--cache', ...args);
    expect([args, status]).toEqual([args, 2]);
    expect(stderr).toContain('--cache is for a scan of everything');
  }
  expect(ran('--cache', '--show-secrets').stderr).toContain('holds no secret');
  expect(repo.git('status', '--porcelain')).not.toContain('keyfence/');
});
