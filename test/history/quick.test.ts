import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { resolveOptions } from '../../src/config.ts';
import { Hits } from '../../src/detect/engine.ts';
import { openRepository } from '../../src/git.ts';
import { quickScan } from '../../src/history/quick.ts';
import type { GitObject } from '../../src/objects/loose.ts';
import { Store } from '../../src/objects/store.ts';
import { isClean } from '../../src/scan/first-look.ts';
import { engine } from '../helpers/history.ts';
import { standardKey } from '../helpers/keys.ts';
import { plainly, quick, randomOf, randomRepository } from '../helpers/ranges.ts';
import { cleanEnv, folder, Repo, repository } from '../helpers/repo.ts';
import { expand } from '../helpers/samples.ts';

/** Whether the first look at a range, with the options of a plain run, is all that it needs. */
async function isEnough(repo: Repo, range: string): Promise<boolean> {
  const env = cleanEnv();
  const { gitDir, commonDir, objectsDir, hash } = await openRepository(repo.path, {
    trust: false,
    env,
  });
  const place = { top: repo.path, cwd: repo.path, env, terminal: false };
  const options = await resolveOptions({ flags: {}, ...place });
  const look = (objects: Iterable<GitObject>) => isClean(objects, options);
  const selection = { revisions: [range], options: [] };
  const where = { gitDir, commonDir, objectsDir, hash };
  return (await quickScan(where, selection, options, look)) !== undefined;
}

const listed = (text: string) => text.split('\n').filter(Boolean).sort();

/** Seconds; commits are a minute apart. */
const SKEWS = [0, 90, 1000, 100_000];

test('D1 the commits of A..B are those of git rev-list, and what they bring is all that it lists', async () => {
  const seeds = Number(process.env.KEYFENCE_TEST_SEEDS ?? 30);
  for (let seed = 1; seed <= seeds; seed++) {
    const { repo, count } = randomRepository(seed, SKEWS[seed % SKEWS.length]!);
    const random = randomOf(seed * 1000);
    const any = (prefix: string) => `${prefix}b${1 + random(count)}`;
    const { objectsDir } = await openRepository(repo.path, { trust: false, env: cleanEnv() });
    const store = new Store({ objectsDir, hash: 'sha1', limit: 1 << 24 });
    for (let round = 0; round < 3; round++) {
      const range = [`${any('')}..${any('')}`];
      while (random(3) === 0) range.push(any(random(2) === 0 ? '^' : ''));
      const { clean, seen } = await quick(repo, range);
      const told = (bytes: Buffer) => bytes.toString('latin1');
      const bytesOf = (oid: string) => told(Buffer.from((store.read(oid) as GitObject).bytes));
      const commits = listed(repo.git('rev-list', ...range)).map(bytesOf);
      expect([seed, range, clean!.stats.commits]).toEqual([seed, range, commits.length]);
      expect(seen.slice(0, commits.length).map(told).sort()).toEqual(commits.sort());
      const brought = listed(repo.git('rev-list', '--objects', '--no-object-names', ...range));
      const contents = new Set(seen.map(told));
      for (const oid of brought) expect(contents.has(bytesOf(oid))).toBe(true);
      const plain = await plainly(() => quick(repo, range));
      // Of what is the same in two trees the plain way sees more, and leaves it out where it turns up elsewhere.
      expect([seed, range, plain.clean!.stats.commits]).toEqual([seed, range, commits.length]);
      const plainContents = new Set(plain.seen.map(told));
      for (const content of plainContents) expect(contents.has(content)).toBe(true);
      for (const oid of brought) expect(plainContents.has(bytesOf(oid))).toBe(true);
    }
    store.close();
  }
}, 120_000);

test('what a range brings is seen whole where it is more than stands in memory at once', async () => {
  const repo = repository();
  const random = randomOf(7);
  const lines = Array.from({ length: 30_000 }, () => `${random(2 ** 31)} ${random(2 ** 31)}`);
  repo.commit('first', 'first');
  for (let version = 0; version < 6; version++) {
    for (const name of ['a', 'b', 'c']) {
      lines[random(lines.length)] = `${name} ${version}`;
      repo.write(name, lines.join('\n'));
      repo.write(`small ${name} ${version}`, `${name} ${version}`);
    }
    repo.git('add', '-A');
    repo.git('commit', '-qm', `version ${version}`);
  }
  for (const packed of [false, true]) {
    if (packed) repo.git('repack', '-adfq');
    const { clean, seen } = await quick(repo, ['HEAD~6..HEAD']);
    const plain = await plainly(() => quick(repo, ['HEAD~6..HEAD']));
    expect(clean).toEqual(plain.clean);
    expect(clean!.stats).toMatchObject({ files: 36, commits: 6 });
    expect(clean!.stats.bytes).toBeGreaterThan(10 << 20);
    const order = (all: readonly Buffer[]) => [...all].sort(Buffer.compare);
    expect(Buffer.concat(order(seen)).equals(Buffer.concat(order(plain.seen)))).toBe(true);
  }
  const key = standardKey(4);
  repo.commit('a', `${lines.join('\n')}\n${key}`);
  expect(await isEnough(repo, 'HEAD~7..HEAD')).toBe(false);
  repo.git('repack', '-adfq');
  expect(await isEnough(repo, 'HEAD~7..HEAD')).toBe(false);
  expect(await isEnough(repo, 'HEAD~7..HEAD~1')).toBe(true);
}, 60_000);

test('names are resolved as git resolves them, or not at all', async () => {
  const repo = repository();
  const first = repo.commit('a', 'a');
  repo.git('tag', '-a', 'v1', '-m', 'one');
  repo.commit('b', 'b');
  repo.git('checkout', '-qb', 'topic/x');
  repo.commit('c', 'c');
  repo.git('checkout', '-q', 'main');
  repo.commit('d', 'd');
  repo.git('merge', '-q', '--no-edit', 'topic/x');
  repo.git('tag', 'main2', 'topic/x');
  repo.git('branch', 'main2', first);
  repo.git('update-ref', 'refs/remotes/origin/main', first);
  repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  const revisions = [
    'HEAD',
    '@',
    'main',
    'main~1',
    'main^2',
    'HEAD~2^1~0',
    'topic/x',
    'heads/main',
    'tags/v1',
    'v1',
    'refs/heads/main',
    'origin',
    'origin/main',
    'main2',
    first,
    `${first}^0`,
  ];
  for (const packed of [false, true]) {
    if (packed) repo.git('pack-refs', '--all');
    for (const revision of revisions) {
      const { clean } = await quick(repo, [revision]);
      const expected = listed(repo.tryGit(['rev-list', revision]).stdout).length;
      expect([revision, clean?.stats.commits]).toEqual([revision, expected]);
    }
  }
  // The tag's own message counts: it is an object of the range.
  const { seen } = await quick(repo, ['v1']);
  expect(seen.some((bytes) => bytes.toString().includes('tag v1'))).toBe(true);
  const asksGit = [
    'main@{1}',
    'HEAD^{tree}',
    ':/a',
    'main^{/b}',
    first.slice(0, 8),
    'v1-1-gabcdef0',
    'A...B',
    'nowhere',
    'main..nowhere',
    'FETCH_HEAD',
    '--all',
    '^',
    '..bad..',
    'main~99',
    'a b',
  ];
  for (const revision of asksGit)
    expect([revision, (await quick(repo, [revision])).clean]).toEqual([revision, undefined]);
});

test('what is not everyday is left to git: a shallow clone, grafts, an object that is not there', async () => {
  const repo = repository();
  for (const name of ['a', 'b', 'c']) repo.commit(name, name);
  expect((await quick(repo, ['HEAD~1..HEAD'])).clean).toBeDefined();
  const shallow = new Repo(join(folder(), 'clone'));
  repo.git('clone', '-q', '--depth=2', `file://${repo.path}`, shallow.path);
  expect((await quick(shallow, ['HEAD~1..HEAD'])).clean).toBeUndefined();
  writeFileSync(join(repo.path, '.git/info/grafts'), `${repo.git('rev-parse', 'HEAD')}\n`);
  expect((await quick(repo, ['HEAD~1..HEAD'])).clean).toBeUndefined();
  rmSync(join(repo.path, '.git/info/grafts'));
  const oid = repo.git('rev-parse', 'HEAD:c');
  rmSync(join(repo.path, '.git/objects', oid.slice(0, 2), oid.slice(2)));
  expect((await quick(repo, ['HEAD~1..HEAD'])).clean).toBeUndefined();
  const { status } = repo.keyfence(['history', 'HEAD~1..HEAD']);
  expect(status).toBe(2);
});

test('J3 a push leaves out what any branch of the remote has, packed or loose', async () => {
  const repo = repository();
  repo.commit('a', 'a');
  const b = repo.commit('b', 'b');
  const c = repo.commit('c', 'c');
  repo.git('update-ref', 'refs/remotes/origin/main', b);
  const options = ['--not', '--remotes=origin'];
  expect((await quick(repo, [c], options)).clean!.stats.commits).toBe(1);
  repo.git('pack-refs', '--all');
  expect((await quick(repo, [c], options)).clean!.stats.commits).toBe(1);
  // A loose ref counts, not what packed-refs remembers of it.
  repo.git('update-ref', 'refs/remotes/origin/main', `${b}~1`);
  expect((await quick(repo, [c], options)).clean!.stats.commits).toBe(2);
  repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/gone');
  expect((await quick(repo, [c], options)).clean!.stats.commits).toBe(2);
  expect((await quick(repo, [c], ['--not', '--remotes=other'])).clean!.stats.commits).toBe(3);
});

test('a name in a tree is seen there as it is seen alone', () => {
  let checked = 0;
  for (const sample of rules.flatMap((rule) => rule.samples.hits)) {
    const name = Buffer.from(expand(sample), 'latin1');
    const hits = new Hits();
    engine.scan(name, 0, name.length, hits);
    if (hits.length === 0 || name.includes(0) || name.includes(0x2f)) continue;
    for (const filler of [0x41, 0x2d, 0xff, 0x00]) {
      const id = Buffer.alloc(20, filler);
      const tree = Buffer.concat([
        Buffer.from('100644 a\0'),
        id,
        Buffer.from('100644 '),
        name,
        Buffer.from('\0'),
        id,
      ]);
      hits.clear();
      engine.scan(tree, 0, tree.length, hits);
      expect([expand(sample), hits.length > 0]).toEqual([expand(sample), true]);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(100);
});

test('a range with a key in it reads like any other: exit 1, and the commit is named', () => {
  const repo = repository();
  repo.commit('a', 'a');
  expect(repo.keyfence(['history', 'HEAD']).status).toBe(0);
  const bad = repo.commit('b', standardKey(1));
  repo.git('repack', '-adq');
  expect(readdirSync(join(repo.path, '.git/objects/pack')).length).toBeGreaterThan(0);
  const { status, stdout } = repo.keyfence(['history', 'HEAD~1..HEAD', '--format', 'json']);
  expect(status).toBe(1);
  expect(JSON.parse(stdout).findings[0].where.commit).toBe(bad);
  const named = repository();
  named.commit('a', 'a');
  named.commit(`dir/${standardKey(2)}`, 'nothing');
  expect(named.keyfence(['history', 'HEAD~1..HEAD']).status).toBe(1);
  const bare = new Repo(join(folder(), 'bare.git'));
  named.git('clone', '-q', '--bare', named.path, bare.path);
  expect(bare.keyfence(['history', 'HEAD~1..HEAD']).status).toBe(1);
  expect(bare.keyfence(['history', 'HEAD~1']).status).toBe(0);
});

test('what the rules look at and the judge takes for no secret needs no whole scan; what it ignores does', async () => {
  const repo = repository();
  repo.commit('filler', 'const answer = 42;\n'.repeat(9000));
  repo.commit('a', "const settings = { apiKey: 'your-api-key-goes-here' }; // EBUSY, &#x2713;\n");
  repo.commit('GEMINI_API_KEY', 'a name of a file');
  repo.commit('b', 'b', 'Read API_KEY, or be EBUSY');
  for (const range of ['HEAD', 'HEAD~2..HEAD']) expect(await isEnough(repo, range)).toBe(true);
  const args = ['history', 'HEAD', '--format', 'json'];
  const own = JSON.parse(repo.keyfence(args).stdout);
  const whole = JSON.parse(repo.keyfence(args, { env: { KEYFENCE_NO_WASM: '1' } }).stdout);
  expect([own.complete, own.findings, own.stats]).toEqual([true, [], whole.stats]);
  const key = standardKey(3);
  repo.commit('c', `const key = '${key}'; // keyfence:ignore-line revoked\n`);
  for (const range of ['HEAD', 'HEAD~1..HEAD']) expect(await isEnough(repo, range)).toBe(false);
  expect(JSON.parse(repo.keyfence(args).stdout).ignored).toBe(1);
  repo.commit('c', `const key = '${key}';\n`);
  expect(await isEnough(repo, 'HEAD~1..HEAD')).toBe(false);
  expect(repo.keyfence(['history', 'HEAD~1..HEAD']).status).toBe(1);
  repo.commit('c', 'gone');
  expect(await isEnough(repo, 'HEAD~1..HEAD')).toBe(true);
}, 60_000);
