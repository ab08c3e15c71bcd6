import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../src/git.ts';
import { pushSelection } from '../../src/history/history.ts';
import { history, spots } from '../helpers/history.ts';
import { standardKey } from '../helpers/keys.ts';
import { cleanEnv, folder, Repo, repository } from '../helpers/repo.ts';

const zero = '0'.repeat(40);

function range(repo: Repo, ...revisions: string[]) {
  return history(repo, { selection: { revisions, options: [] } });
}

async function push(repo: Repo, remote: string, ...lines: string[]) {
  const opened = await openRepository(repo.path, { trust: false, env: cleanEnv() });
  const selection = pushSelection(opened, lines.map((line) => `${line}\n`).join(''), remote);
  opened.close();
  return selection && history(repo, { selection });
}

test('D1 a range holds its first, middle and last commit, and nobody else’s', async () => {
  const repo = repository();
  repo.commit('before.txt', standardKey(1));
  const base = repo.git('rev-parse', 'HEAD');
  repo.git('checkout', '-qb', 'feature');
  repo.commit('first.txt', standardKey(2));
  repo.commit('middle.txt', `${standardKey(3)}\n`, `and ${standardKey(6)}`);
  const last = repo.commit('dir/last.txt', standardKey(4));
  repo.git('checkout', '-qb', 'other', base);
  repo.commit('other.txt', standardKey(5));
  repo.git('repack', '-adq');
  const result = await range(repo, `${base}..feature`);
  expect(result.failure).toBeUndefined();
  expect(result.stats.commits).toBe(3);
  expect(result.stats.messages).toBe(3);
  expect(spots(result)).toEqual([
    'blob dir/last.txt:1',
    'blob first.txt:1',
    'blob middle.txt:1',
    'message :1',
  ]);
  const found = result.findings.find(({ where }) => where.path === 'dir/last.txt')!;
  expect(found.where.commit).toBe(last);
  expect(found.presence).toMatchObject({ branches: ['feature'], inHead: false, reach: 'reached' });
});

test('D1 the root commit, an empty range, a merge, a revert, an id that is not here', async () => {
  const repo = repository();
  repo.commit('root.txt', standardKey(1));
  expect(spots(await range(repo, 'HEAD'))).toEqual(['blob root.txt:1']);
  const empty = await range(repo, 'HEAD..HEAD');
  expect(empty).toMatchObject({ findings: [], stats: { commits: 0 } });
  expect(empty.failure).toBeUndefined();
  await expect(range(repo, `${'ab'.repeat(20)}..HEAD`)).rejects.toMatchObject({
    code: 'bad-range',
  });
  await expect(range(repo, '--output=/tmp/x')).rejects.toMatchObject({ code: 'bad-range' });
});

test('D2 content of a merge alone is in its range', async () => {
  const repo = repository();
  repo.commit('a.txt', 'base');
  repo.git('checkout', '-qb', 'side');
  repo.commit('a.txt', 'side');
  repo.git('checkout', '-q', 'main');
  const before = repo.commit('a.txt', 'main');
  repo.tryGit(['merge', '-q', 'side']);
  repo.stage('a.txt', standardKey(1));
  repo.git('commit', '-qm', 'evil');
  expect(spots(await range(repo, `${before}..HEAD`))).toEqual(['blob a.txt:1']);
});

test('D3 a range that a shallow boundary cuts is refused, one inside is not', async () => {
  const repo = repository();
  for (const name of ['a', 'b', 'c', 'd']) repo.commit(name, name);
  const clone = new Repo(join(folder(), 'clone'));
  repo.git('clone', '-q', '--depth=3', `file://${repo.path}`, clone.path);
  expect((await range(clone, 'HEAD~1..HEAD')).failure).toBeUndefined();
  expect((await range(clone, 'HEAD')).failure).toMatchObject({ code: 'shallow' });
});

test('J3 a push scans what the remote lacks: new branch, update, force, tag, delete', async () => {
  const repo = repository();
  const remote = join(folder(), 'remote.git');
  repo.git('init', '-q', '--bare', remote);
  repo.git('remote', 'add', 'origin', remote);
  repo.commit('old.txt', standardKey(1));
  repo.git('push', '-q', 'origin', 'main');
  const base = repo.git('rev-parse', 'HEAD');
  const tip = repo.commit('new.txt', standardKey(2));
  const main = `refs/heads/main ${tip} refs/heads/main ${base}`;
  expect(spots((await push(repo, 'origin', main))!)).toEqual(['blob new.txt:1']);
  const fresh = `refs/heads/main ${tip} refs/heads/topic ${zero}`;
  expect(spots((await push(repo, 'origin', fresh))!)).toEqual(['blob new.txt:1']);
  const unknown = `refs/heads/main ${tip} refs/heads/main ${'ab'.repeat(20)}`;
  expect(spots((await push(repo, 'origin', unknown))!)).toEqual(['blob new.txt:1']);
  const elsewhere = `refs/heads/main ${tip} refs/heads/main ${zero}`;
  expect((await push(repo, 'https://example.com/x.git', elsewhere))!.findings).toHaveLength(2);
  const gone = `(delete) ${zero} refs/heads/main ${base}`;
  expect(await push(repo, 'origin', gone)).toBeUndefined();
  repo.git('tag', '-a', 'v1', '-m', `tagged ${standardKey(3)}`, base);
  const tag = `refs/tags/v1 ${repo.git('rev-parse', 'v1')} refs/tags/v1 ${zero}`;
  const tagged = (await push(repo, 'origin', tag))!;
  expect(spots(tagged)).toEqual(['tag :2']);
  expect(spots((await push(repo, 'origin', gone, tag, main))!)).toEqual([
    'blob new.txt:1',
    'tag :2',
  ]);
  await expect(push(repo, 'origin', 'rubbish')).rejects.toMatchObject({ code: 'usage' });
});

test('refs and dates select too', async () => {
  const repo = repository();
  repo.commit('a.txt', standardKey(1));
  repo.git('checkout', '-qb', 'side');
  repo.commit('b.txt', standardKey(2));
  const selection = { revisions: [], options: ['--glob=refs/heads/ma*'] };
  expect(spots(await history(repo, { selection }))).toEqual(['blob a.txt:1']);
});

test('D1 who holds a range’s secret: HEAD, branches, tags and remotes outside the range count', async () => {
  const repo = repository();
  const base = repo.commit('a.txt', 'base');
  repo.git('checkout', '-qb', 'feature');
  const leak = repo.commit('leak.txt', standardKey(1), `say ${standardKey(2)}`);
  const removed = repo.commit('leak.txt', 'gone');
  repo.git('branch', 'kept', leak);
  repo.git('checkout', '-q', 'main');
  repo.commit('b.txt', 'main');
  const found = async (revision: string) => {
    const { findings } = await range(repo, revision);
    return ['blob', 'message'].map((kind) => findings.find(({ where }) => where.kind === kind)!);
  };
  const [file, message] = await found(`${base}..${leak}`);
  const gone = { inHead: false, head: 'neither' };
  const presence = { ...gone, branches: ['feature', 'kept'], remotes: [], reach: 'reached' };
  expect(file!.presence).toMatchObject(presence);
  expect(message!.presence).toMatchObject(presence);

  repo.git('merge', '-q', '--no-edit', 'kept');
  repo.git('tag', '-am', 'one', 'v1');
  repo.git('update-ref', 'refs/remotes/origin/feature', removed);
  const now = { inHead: true, head: 'descendant' };
  const held = { ...now, branches: ['feature', 'kept', 'main'], tags: ['v1'] };
  for (const one of await found(`${base}..${leak}`)) {
    expect(one.presence).toMatchObject({ ...held, remotes: ['origin/feature'] });
  }
  repo.git('rm', '-q', 'leak.txt');
  repo.git('commit', '-qm', 'clean up');
  const [cleaned, said] = await found(`${base}..${leak}`);
  expect(cleaned!.presence!.inHead).toBe(false);
  expect(said!.presence!.inHead).toBe(true);
  repo.git('checkout', '-q', leak);
  expect((await found(`${base}..${leak}`))[0]!.presence!.head).toBe('itself');
});
