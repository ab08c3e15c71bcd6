import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository, type Repository } from '../../src/git.ts';
import { Cache, type CacheSettings } from '../../src/history/cache.ts';
import { type HistoryOptions, type HistoryResult, scanHistory } from '../../src/history/history.ts';
import { writeSealed } from '../../src/history/seal.ts';
import { engine, history, plain } from '../helpers/history.ts';
import { authKey, random, standardKey } from '../helpers/keys.ts';
import { cleanEnv, folder, Repo, repository } from '../helpers/repo.ts';
import { randomRepository } from '../verify/random.ts';

interface Cached {
  readonly result: HistoryResult;
  /** Where it came from: the report was remembered, some objects were, or nothing. */
  readonly from: 'report' | 'objects' | 'nothing';
  /** Blobs, commits and tags that need not be read. */
  readonly known: number;
}

const SETTINGS: CacheSettings = { content: 'c', report: 'r' };

/** `keyfence history --cache` in this process. */
async function cached(
  repo: Repo,
  home: string,
  options: Partial<HistoryOptions> = {},
  settings = SETTINGS,
): Promise<Cached> {
  const env = cleanEnv({ XDG_STATE_HOME: home });
  const opened = await openRepository(repo.path, { trust: false, env });
  try {
    const { top, gitDir, commonDir, objectsDir, hash } = opened;
    const run = opened.run.bind(opened);
    const cache = await Cache.open({ top, gitDir, commonDir, objectsDir, run }, settings, env);
    const unchanged = cache.unchanged();
    if (unchanged) return { result: unchanged, from: 'report', known: 0 };
    let known = 0;
    let from: Cached['from'] = 'nothing';
    const recall = cache.recall.bind(cache);
    cache.recall = (store) => {
      const facts = recall(store);
      if (facts) from = 'objects';
      for (const one of facts ? [facts.totals.packs, facts.totals.loose] : []) {
        known += one.files + one.messages;
      }
      return facts;
    };
    const all = { ...plain, ...options, cache };
    const result = await scanHistory({ gitDir, commonDir, objectsDir, hash, run }, engine, all);
    return { result: await cache.keep(result), from, known };
  } finally {
    opened.close();
  }
}

const shown = ({ failure, ...result }: HistoryResult) =>
  JSON.parse(JSON.stringify({ ...result, failure: failure?.message }));

async function expectSame(
  repo: Repo,
  home: string,
  options: Partial<HistoryOptions> = {},
): Promise<Cached> {
  const found = await cached(repo, home, options);
  expect(shown(found.result)).toEqual(shown(await history(repo, options)));
  return found;
}

const remembered = (repo: Repo) =>
  ['history-report', 'history-objects'].map((name) => {
    const gitDir = repo.git('rev-parse', '--path-format=absolute', '--git-common-dir');
    return join(gitDir, 'keyfence', name);
  });

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

/** A repository with a pack, loose objects, and secrets in both. */
function leaking(): Repo {
  const repo = repository();
  repo.commit('a.txt', `${standardKey(1)}\n`);
  repo.commit('b/c.txt', `x\n${authKey(2)}\n`, `say ${standardKey(3)}`);
  repo.git('repack', '-adq');
  repo.commit('d.txt', `${authKey(4)}\n`);
  return repo;
}

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

const placeOf = ({ top, gitDir, commonDir, objectsDir, hash }: Repository) => ({
  top,
  gitDir,
  commonDir,
  objectsDir,
  hash,
});

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

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at]! ^= 1;
  return changed;
}

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
