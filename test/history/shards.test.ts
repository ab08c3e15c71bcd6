import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey, standardKey } from '../helpers/keys.ts';
import { bin, cleanEnv, folder, Repo, repository, run } from '../helpers/repo.ts';
import { randomRepository } from '../verify/random.ts';

const whole = (repo: Repo, ...more: string[]) =>
  repo.keyfence(['history', '--format', 'json', '--jobs', '1', ...more]);

/** Scans in shards; the reports' paths. */
function shards(repo: Repo, count: number, ...more: string[]): string[] {
  const place = folder();
  return Array.from({ length: count }, (_, index) => {
    const file = join(place, `${index + 1}.json`);
    const shard = ['--shard', `${index + 1}/${count}`, '--format', `json=${file}`];
    expect(repo.keyfence(['history', '--jobs', '1', ...shard, ...more]).status).not.toBeNull();
    return file;
  });
}

const merge = (repo: Repo, files: readonly string[], ...more: string[]) =>
  repo.keyfence(['merge', ...files, ...more]);

function expectWhole(repo: Repo, count: number, ...more: string[]): void {
  const merged = merge(repo, shards(repo, count, ...more).reverse(), '--format', 'json');
  const expected = whole(repo, ...more);
  expect(merged.stderr).toBe('');
  expect(JSON.parse(merged.stdout)).toEqual(JSON.parse(expected.stdout));
  expect(merged.status).toBe(expected.status);
}

test.each([1, 2, 3, 4, 5, 6, 7])(
  'union of %i shards = the whole, random repositories',
  (count) => {
    for (const seed of [count, 24 + count]) {
      const repo = new Repo(randomRepository(join(folder(), 'r'), seed, cleanEnv()));
      expectWhole(repo, count, ...(seed % 2 === 0 ? ['--all-places'] : []));
    }
  },
  60_000,
);

function busy(): Repo {
  const repo = repository();
  repo.commit('a.txt', `${standardKey(1)}\n`);
  repo.commit('b/c.txt', `x\n${standardKey(1)}\n`, `say ${standardKey(2)}`);
  repo.git('checkout', '-qb', 'side');
  repo.commit(`dir/${standardKey(3)}.txt`, `${authKey(4)}\n`);
  repo.git('tag', '-am', `tag ${standardKey(5)}`, 'v1');
  repo.git('repack', '-adq');
  repo.commit('d.txt', `${authKey(4)}\n${standardKey(1)}\n`);
  repo.git('checkout', '-q', 'main');
  repo.git('branch', `topic/${standardKey(6)}`);
  repo.git('repack', '-dq');
  repo.commit('loose.txt', `${standardKey(7)} ${standardKey(1)}\n`);
  return repo;
}

test('shards of two packs, loose objects, messages, tags and names; ranges; ignores by path', () => {
  const repo = busy();
  expectWhole(repo, 3);
  expectWhole(repo, 4, '--all-places');
  expectWhole(repo, 2, 'main~1..side');
  const [first] = JSON.parse(whole(repo).stdout).findings as { fingerprint: string }[];
  const reason = ['--reason', 'a test', '--path', 'b/**'];
  expect(repo.keyfence(['ignore', first!.fingerprint, ...reason]).status).toBe(0);
  repo.write('.keyfencerc.json', '{"rules": {"gemini-auth-key": "warning"}}');
  expectWhole(repo, 3);
  for (const file of shards(repo, 2)) {
    for (const seed of [1, 2, 3, 5, 6, 7]) {
      expect(readFileSync(file, 'utf8')).not.toContain(standardKey(seed));
    }
  }
}, 60_000);

test('a lost object is missing in the whole too; every format is printed', () => {
  const repo = repository();
  repo.commit('a.txt', `${standardKey(1)}\n`);
  const oid = repo.git('rev-parse', 'HEAD:a.txt');
  repo.commit('a.txt', 'gone\n');
  run('rm', ['-f', join(repo.path, '.git/objects', oid.slice(0, 2), oid.slice(2))], {});
  expectWhole(repo, 3);
  const sarif = merge(repo, shards(repo, 2), '--format', 'sarif');
  expect(sarif.status).toBe(2);
  expect(JSON.parse(sarif.stdout).version).toBe('2.1.0');
});

test('merge refuses what is not all of one scan, with a sentence', () => {
  const repo = busy();
  const [one, two, three] = shards(repo, 3) as [string, string, string];
  const refused = (files: readonly string[], ...words: string[]) => {
    const { status, stderr, stdout } = merge(repo, files);
    const said = (stdout + stderr).replace(/\s+/g, ' ');
    expect(status).toBe(2);
    for (const word of words) expect(said).toContain(word);
  };
  refused([one, three], 'Shard 2/3 is missing', 'keyfence history --shard 2/3');
  refused([one, two, two, three], 'Shard 2/3 is there twice');
  refused([one, two, join(repo.path, 'none.json')], 'cannot be read');
  const cut = join(folder(), 'cut.json');
  writeFileSync(cut, readFileSync(three, 'utf8').slice(0, -40));
  refused([one, two, cut], 'cut short');
  writeFileSync(cut, whole(repo).stdout);
  refused([one, two, cut], 'is no report of');
  writeFileSync(cut, readFileSync(three, 'utf8').replace(/"version":"[^"]*"/, '"version":"0.0.0"'));
  refused([one, two, cut], 'different versions');
  const [, , other] = shards(repo, 3, '--web-keys', 'off');
  refused([one, two, other!], 'different rules or options');
  const [of4] = shards(repo, 4);
  refused([of4!, one], 'are of scans of 4 and 3');
  repo.commit('new.txt', 'x');
  refused([one, two, shards(repo, 3)[2]!], 'different states of the repository');
  repo.write('.keyfencerc.json', '{"strict": true}');
  const said = merge(repo, [one, two, three]);
  expect(said.status).toBe(2);
  expect(said.stdout.replace(/\s+/g, ' ')).toContain('not those that the shards were scanned with');
}, 60_000);

test('a shard that was incomplete makes the whole incomplete', () => {
  const repo = busy();
  const [one, two] = shards(repo, 2) as [string, string];
  const report = JSON.parse(readFileSync(two, 'utf8'));
  const failure = { code: 'interrupted', message: 'It was interrupted.', next: 'Again.' };
  writeFileSync(two, JSON.stringify({ ...report, complete: false, failure }));
  const merged = merge(repo, [one, two]);
  expect(merged.status).toBe(2);
  expect(merged.stdout.replace(/\s+/g, ' ')).toContain('Shard 2/2 is incomplete');
});

test.each(['0/5', '6/5', 'x', '1/0', '-1/2', '1'])('--shard %s is wrong usage', (shard) => {
  const repo = repository();
  const ran = run(process.execPath, [bin, 'history', `--shard=${shard}`], { cwd: repo.path });
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain('--shard 1/5');
});
