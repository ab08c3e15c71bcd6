import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { history, spots } from '../helpers/history.ts';
import { authKey, standardKey } from '../helpers/keys.ts';
import { folder, Repo, repository } from '../helpers/repo.ts';

const ada = { GIT_AUTHOR_NAME: 'Ada', GIT_COMMITTER_DATE: '2026-06-01T12:00:00Z' };

/** Commits at a given minute, so that first and last are told apart. */
function at(repo: Repo, minute: number, path: string, content: string): string {
  const date = `2026-06-01T12:${String(minute).padStart(2, '0')}:00+02:00`;
  repo.stage(path, content);
  const env = { ...ada, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const ran = repo.tryGit(['commit', '-q', '-m', `change ${minute}`], { env });
  expect(ran.stderr).toBe('');
  return repo.git('rev-parse', 'HEAD');
}

describe.each(['loose', 'packed'])('a %s repository', (form) => {
  const settle = (repo: Repo) => form === 'packed' && repo.git('repack', '-adq');

  test('D6 a secret of many versions is one finding: who brought it, who has it still', async () => {
    const repo = repository();
    at(repo, 1, 'a.txt', 'nothing\n');
    const first = at(repo, 2, 'config/a.env', `one\nKEY=${authKey()}\n`);
    at(repo, 3, 'config/a.env', `one\ntwo\nKEY=${authKey()}\n`);
    repo.git('branch', 'old');
    repo.git('mv', 'config/a.env', 'moved.env');
    const last = at(repo, 4, 'b.txt', 'x');
    repo.git('rm', '-q', 'moved.env');
    at(repo, 5, 'b.txt', 'y');
    repo.git('tag', 'v1', 'old');
    repo.git('update-ref', 'refs/remotes/origin/old', 'old');
    settle(repo);
    const result = await history(repo);
    expect(spots(result)).toEqual(['blob config/a.env:2']);
    expect(result.failure).toBeUndefined();
    expect(result.findings[0]).toMatchObject({
      rule: 'gemini-auth-key',
      count: 2,
      where: { commit: first, author: 'Ada <ada@example.com>', date: '2026-06-01T12:02:00+02:00' },
      presence: {
        firstSeen: { commit: first, path: 'config/a.env' },
        lastSeen: { commit: last, path: 'moved.env' },
        versions: 2,
        inHead: false,
        branches: ['main', 'old'],
        tags: ['v1'],
        remotes: ['origin/old'],
        reach: 'reached',
      },
    });
    expect(JSON.stringify(result)).not.toContain(authKey());
    const all = await history(repo, { allPlaces: true });
    expect(all.findings[0]!.places.map(({ path, line }) => `${path}:${line}`).sort()).toEqual([
      'config/a.env:2',
      'config/a.env:3',
      'moved.env:3',
    ]);
  });

  test('D2 content that exists only in a merge, an octopus merge or a stash is found', async () => {
    const repo = repository();
    at(repo, 1, 'a.txt', 'base\n');
    repo.git('checkout', '-qb', 'side');
    at(repo, 2, 'a.txt', 'side\n');
    repo.git('checkout', '-q', 'main');
    at(repo, 3, 'a.txt', 'main\n');
    repo.tryGit(['merge', '-q', 'side']);
    repo.stage('a.txt', `${standardKey(1)}\n`);
    repo.git('commit', '-qm', 'evil merge');
    for (const name of ['one', 'two']) {
      repo.git('checkout', '-qb', name, 'main~1');
      repo.commit(`${name}.txt`, name);
    }
    repo.git('checkout', '-q', 'main');
    repo.git('merge', '-q', '--no-commit', 'one', 'two');
    repo.stage('octopus.txt', `${standardKey(2)}\n`);
    repo.git('commit', '-qm', 'octopus');
    repo.write('a.txt', `${standardKey(3)}\n`);
    repo.git('stash', '-q');
    settle(repo);
    const result = await history(repo);
    expect(spots(result)).toEqual(['blob a.txt:1', 'blob a.txt:1', 'blob octopus.txt:1']);
    const reach = result.findings.map(({ presence }) => presence!.reach).sort();
    expect(reach).toEqual(['reached', 'reached', 'reflog']);
  });

  test('C7 messages, tags, notes, authors, path, branch and tag names', async () => {
    const repo = repository();
    repo.commit('a.txt', 'x', `subject\n\nbody ${standardKey(1)}`);
    repo.git('tag', '-a', 'v1', '-m', `see ${standardKey(2)}`);
    repo.git('notes', 'add', '-m', `note ${standardKey(3)}`);
    repo.stage(`dir/${standardKey(4)}.txt`, 'x');
    const author = { GIT_AUTHOR_NAME: `Eve ${standardKey(5)}` };
    expect(repo.tryGit(['commit', '-qm', 'by eve'], { env: author }).status).toBe(0);
    repo.git('branch', `fix-${standardKey(6).slice(4)}`);
    repo.git('branch', `topic/${standardKey(7)}`);
    settle(repo);
    const result = await history(repo);
    expect(spots(result)).toEqual([
      'author :1',
      'message :3',
      'note :1',
      'path :1',
      'ref :1',
      'tag :2',
    ]);
    for (let seed = 1; seed <= 7; seed++) {
      expect(JSON.stringify(result)).not.toContain(standardKey(seed));
    }
    const message = result.findings.find(({ where }) => where.kind === 'message')!;
    expect(message.where.commit).toBe(repo.git('rev-parse', 'HEAD~1'));
    expect(message.presence).toMatchObject({ inHead: true, reach: 'reached' });
  });

  test('unreachable and reflog-only objects are found and said to be so', async () => {
    const repo = repository();
    repo.commit('a.txt', 'x');
    repo.commit('gone.txt', standardKey(1));
    repo.git('reset', '-q', '--hard', 'HEAD~1');
    repo.tryGit(['hash-object', '-w', '--stdin'], { input: `dangling ${standardKey(2)}` });
    if (form === 'packed') repo.git('repack', '-adqk');
    const result = await history(repo);
    expect(result.findings.map(({ presence }) => presence!.reach).sort()).toEqual([
      'reflog',
      'unreachable',
    ]);
    const without = await history(repo, { unreachable: false });
    expect(spots(without)).toEqual(['blob gone.txt:1']);
  });

  test('B8 worktrees, bare repositories, alternates and SHA-256 give the same findings', async () => {
    const repo = repository('--object-format=sha256');
    repo.commit('a.txt', standardKey());
    settle(repo);
    const other = join(folder(), 'worktree');
    repo.git('worktree', 'add', '-q', '--detach', other);
    expect(spots(await history(new Repo(other)))).toEqual(['blob a.txt:1']);
    const bare = join(folder(), 'bare.git');
    repo.git('clone', '-q', '--bare', '--shared', repo.path, bare);
    expect(existsSync(join(bare, 'objects', 'info', 'alternates'))).toBe(true);
    expect(spots(await history(new Repo(bare)))).toEqual(['blob a.txt:1']);
  });
});

test('the same findings, in the same order, for any number of jobs', async () => {
  const repo = repository();
  const noise = (seed: number) => Buffer.from(standardKey(seed).repeat(3).replaceAll('AI', 'xx'));
  const files = Array.from({ length: 40 }, (_, index) => index);
  for (const index of files) {
    repo.write(
      `big${index}.bin`,
      Buffer.concat(Array.from({ length: 9000 }, (_, n) => noise(index * 10_000 + n))),
    );
    repo.write(`f${index}.txt`, `a\n${standardKey(index)}\n`);
  }
  repo.git('add', '.');
  repo.git('commit', '-qm', 'many');
  repo.git('-c', 'pack.window=0', 'repack', '-adq');
  const pack = readdirSync(join(repo.path, '.git/objects/pack')).find((name) =>
    name.endsWith('.pack'),
  )!;
  expect(pack).toBeDefined();
  const one = await history(repo, { jobs: 1 });
  expect(one.findings).toHaveLength(40);
  for (const jobs of [2, 3]) {
    const result = await history(repo, { jobs });
    expect(JSON.stringify(result.findings)).toBe(JSON.stringify(one.findings));
    expect(result.stats).toEqual(one.stats);
  }
});

test('D3 a shallow clone is incomplete and says the fix; its findings are printed', async () => {
  const repo = repository();
  repo.commit('a.txt', standardKey(1));
  repo.commit('b.txt', 'x');
  const clone = new Repo(join(folder(), 'clone'));
  repo.git('clone', '-q', '--depth=1', `file://${repo.path}`, clone.path);
  const result = await history(clone);
  expect(result.failure).toMatchObject({ code: 'shallow' });
  expect(result.failure!.next).toContain('fetch-depth: 0');
  expect(spots(result)).toEqual(['blob a.txt:1']);
  const allowed = await history(clone, { allowShallow: true });
  expect(allowed.failure).toBeUndefined();
  expect(allowed.skipped).toEqual([]);
});

test('B11 a partial clone: missing blobs are counted, nothing is fetched', async () => {
  const repo = repository();
  repo.commit('a.txt', standardKey(1));
  repo.commit('a.txt', standardKey(2));
  repo.git('config', 'uploadpack.allowFilter', 'true');
  const clone = new Repo(join(folder(), 'clone'));
  repo.git('clone', '-q', '--filter=blob:none', `file://${repo.path}`, clone.path);
  const before = readdirSync(join(clone.path, '.git/objects/pack'));
  const result = await history(clone);
  expect(result.failure).toMatchObject({ code: 'objects-missing' });
  expect(result.failure!.message).toMatch(/^1 object/);
  expect(result.skipped).toMatchObject([{ reason: 'missing', harmless: false }]);
  expect(spots(result)).toEqual(['blob a.txt:1']);
  expect(readdirSync(join(clone.path, '.git/objects/pack'))).toEqual(before);
});

test('a lost and a corrupt loose object are skips with their ids; all else is found', async () => {
  const repo = repository();
  repo.commit('a.txt', standardKey(1));
  repo.commit('b.txt', 'lost');
  repo.commit('c.txt', 'broken');
  const path = (name: string) => {
    const oid = repo.git('rev-parse', `HEAD:${name}`);
    return [oid, join(repo.path, '.git/objects', oid.slice(0, 2), oid.slice(2))] as const;
  };
  const [lost, lostFile] = path('b.txt');
  const [broken, brokenFile] = path('c.txt');
  rmSync(lostFile);
  rmSync(brokenFile);
  writeFileSync(brokenFile, 'rubbish');
  const result = await history(repo);
  expect(spots(result)).toEqual(['blob a.txt:1']);
  expect(result.skipped).toMatchObject([
    { oid: broken, reason: 'corrupt', harmless: false },
    { oid: lost, reason: 'missing', harmless: false },
  ]);
  expect(result.failure).toBeDefined();
});

test('replace refs and grafts hide nothing', async () => {
  const repo = repository();
  repo.commit('a.txt', standardKey(1));
  const bad = repo.git('rev-parse', 'HEAD:a.txt');
  repo.commit('a.txt', 'harmless');
  repo.git('replace', bad, repo.git('rev-parse', 'HEAD:a.txt'));
  repo.git('replace', '--graft', 'HEAD');
  expect(spots(await history(repo))).toEqual(['blob a.txt:1']);
});

test.each(['sha1', 'sha256'])(
  'the empty tree is not missing where nothing stores it (%s)',
  async (hash) => {
    const repo = repository(`--object-format=${hash}`);
    const tree = repo.tryGit(['hash-object', '-t', 'tree', '--stdin'], { input: '' }).stdout.trim();
    // As `git rebase -i --root` does it.
    const first = repo.git('commit-tree', tree, '-m', 'first');
    repo.git('update-ref', 'HEAD', first);
    const second = repo.commit('a.txt', `KEY=${authKey()}\n`);
    expect(existsSync(join(repo.path, '.git/objects', tree.slice(0, 2), tree.slice(2)))).toBe(
      false,
    );
    const range = { revisions: [`${first}..${second}`], options: [] };
    for (const options of [{}, { selection: range }]) {
      const report = await history(repo, options);
      expect(report.skipped).toEqual([]);
      expect(report.failure).toBeUndefined();
      expect(report.findings).toHaveLength(1);
    }
  },
);

test('an empty repository is complete and clean', async () => {
  const result = await history(repository());
  expect(result).toMatchObject({ findings: [], skipped: [], objects: 0, stats: { commits: 0 } });
  expect(result.failure).toBeUndefined();
});

test('an interrupted scan says so', async () => {
  const repo = repository();
  repo.commit('a.txt', standardKey(1));
  const result = await history(repo, { signal: AbortSignal.abort() });
  expect(result.failure).toMatchObject({ code: 'interrupted' });
});

test('what only git can read is read by git, and the report says so', async () => {
  const repo = repository();
  repo.commit('a.txt', standardKey(1));
  const oid = repo.git('rev-parse', 'HEAD:a.txt');
  const objects = join(repo.path, '.git/objects');
  // git reads an object from the pack before it looks at loose files; this tool meets both.
  repo.git('pack-objects', '-q', '--all', join(objects, 'pack/pack'));
  const loose = join(objects, oid.slice(0, 2), oid.slice(2));
  rmSync(loose);
  writeFileSync(loose, 'rubbish');
  const result = await history(repo);
  expect(spots(result)).toEqual(['blob a.txt:1']);
  expect(result.failure).toBeUndefined();
  expect(result.notices).toEqual([{ code: 'fallback-to-git', count: 1 }]);
});

test('a pack whose index is of an unknown version: its objects are read through git, or named', async () => {
  const repo = repository();
  repo.commit('a.txt', standardKey(1));
  repo.git('repack', '-adq');
  repo.commit('b.txt', standardKey(2));
  const packs = join(repo.path, '.git/objects/pack');
  const name = readdirSync(packs).find((file) => file.endsWith('.idx'))!;
  rmSync(join(packs, name));
  const index = Buffer.alloc(2000);
  index.write('ff744f6300000009', 'hex');
  writeFileSync(join(packs, name), index);
  const result = await history(repo);
  expect(spots(result)).toEqual(['blob b.txt:1']);
  expect(result.failure).toBeDefined();
  expect(result.skipped.some(({ detail }) => detail?.includes('version 9'))).toBe(true);
});
