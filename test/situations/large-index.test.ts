import { expect, test } from 'vitest';
import { openRepository } from '../../src/git.ts';
import { fromGit, fromIndex } from '../../src/sources/listing.ts';
import { Objects } from '../../src/sources/objects.ts';
import { random } from '../helpers/keys.ts';
import { cleanEnv, type Repo, repository, run } from '../helpers/repo.ts';

/** Both ways to the list of what is staged, in the same words. */
async function bothWays(repo: Repo) {
  const opened = await openRepository(repo.path, { trust: false, env: cleanEnv() });
  const objects = new Objects(opened, 1 << 28);
  const ours = await fromIndex(opened, objects);
  const theirs = await fromGit(opened);
  objects.close();
  const words = (entries: typeof theirs) =>
    entries
      .map(({ path, mode, oid, oldMode, oldOid }) =>
        [path.toString('latin1'), mode, oid, oldMode, oldOid].join(' '),
      )
      .sort();
  return { ours: ours && words(ours), theirs: words(theirs) };
}

/** 12,000 entries: several windows and jump marks; two names longer than the index can count. */
function paths(): string[] {
  const all: string[] = [];
  for (let index = 0; index < 12_000; index++) {
    const folder = `packages/${'p'.repeat(index % 90)}${index % 40}/source/deep-${index % 7}`;
    all.push(`${folder}/a-file-with-a-longer-name-${index}.ts`);
  }
  const long = Array.from({ length: 50 }, (_, index) => `${'n'.repeat(99)}${index}`).join('/');
  return [...all, `${long}/one`, `m/${long}/two`];
}

function stageAll(repo: Repo, lines: string[]): void {
  const input = lines.map((line) => `${line}\0`).join('');
  const ran = run('git', ['update-index', '-z', '--index-info'], { cwd: repo.path, input });
  expect(ran.status, ran.stderr).toBe(0);
}

test.each(['2', '3', '4'])(
  'B10 a large index of version %s is read as git reads it',
  async (version) => {
    const repo = repository();
    repo.commit('seed', 'x\n');
    const ids = [1, 2, 3].map((content) =>
      run('git', ['hash-object', '-w', '--stdin'], {
        cwd: repo.path,
        input: `${content}`,
      }).stdout.trim(),
    );
    const all = paths();
    stageAll(
      repo,
      all.map((path) => `100644 ${ids[0]} 0\t${path}`),
    );
    repo.git('update-index', '--index-version', version);
    const unborn = await bothWays(repo);
    expect(unborn.ours).toHaveLength(all.length);
    expect(unborn.ours).toEqual(unborn.theirs);

    repo.git('commit', '-q', '-m', 'all');
    for (const packed of [false, true]) {
      if (packed) repo.git('gc', '-q', '--prune=now');
      const next = random(Number(version));
      const changed = Array.from({ length: 12 }, () => all[next(all.length)]!);
      const lines = [...changed, all.at(-1)!].map((path, index) =>
        index % 4 === 3
          ? `0 ${'0'.repeat(40)}\t${path}`
          : `100755 ${ids[1 + (index % 2)]} 0\t${path}`,
      );
      stageAll(repo, [...lines, `100644 ${ids[2]} 0\tzzz/new`, `100644 ${ids[2]} 0\t-first`]);
      if (version === '3') repo.git('update-index', '--skip-worktree', 'zzz/new');
      const { ours, theirs } = await bothWays(repo);
      expect(ours?.length).toBeGreaterThan(5);
      expect(ours).toEqual(theirs);
    }
  },
);
