import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../src/git.ts';
import { otherFiles } from '../src/sources/git-files.ts';
import { random } from './helpers/keys.ts';
import { cleanEnv, Repo, repository } from './helpers/repo.ts';

const NAMES = ['a', 'b.ts', 'dist', 'x y', 'é', '.env', 'node_modules', ':(top)a', '[b]', 'k.log'];
const IGNORES = [
  'dist\n',
  '*.log\n!k.log\n',
  'node_modules/\n',
  'a/*\n',
  '/b.ts\n',
  '*\n',
  '.env\n',
];

/** Files, tracked or not, ignore files at any depth, empty folders, and repositories inside. */
function grown(seed: number): Repo {
  const pick = random(seed);
  const one = <Item>(list: readonly Item[]): Item => list[pick(list.length)]!;
  const place = () => Array.from({ length: 1 + pick(3) }, () => one(NAMES)).join('/');
  const repo = repository();
  const attempt = (work: () => void) => {
    try {
      work();
    } catch {
      // A folder has that name, or a file that of its folder.
    }
  };
  for (let count = 0; count < 12; count++) attempt(() => repo.write(place(), 'text\n'));
  for (let count = pick(3); count > 0; count--) {
    attempt(() => repo.write(`${pick(2) ? '' : `${place()}/`}.gitignore`, one(IGNORES)));
  }
  repo.git('add', '-A', ...(pick(2) ? ['-f'] : []));
  for (let count = 0; count < 12; count++) attempt(() => repo.write(place(), 'text\n'));
  for (let count = pick(3); count > 0; count--) {
    attempt(() => repo.write(`${place()}/.gitignore`, one(IGNORES)));
  }
  attempt(() => mkdirSync(join(repo.path, place(), 'empty'), { recursive: true }));
  attempt(() => {
    const folder = join(repo.path, place(), 'inner');
    mkdirSync(folder, { recursive: true });
    new Repo(folder).git('init', '-q');
  });
  return repo;
}

function asked(repo: Repo, ...options: string[]): string[] {
  const args = ['-C', repo.path, 'ls-files', '-z', '--others', '--exclude-standard', ...options];
  const answer = execFileSync('git', args, { env: cleanEnv(), encoding: 'latin1' });
  return answer.split('\0').filter(Boolean).sort();
}

/** All files in what is ignored: git says a folder's name where it ignores all that is in it, and may say both. */
function spread(repo: Repo, listed: readonly string[]): string[] {
  const files = (path: string): string[] => {
    if (!path.endsWith('/')) return [path];
    const entries = readdirSync(Buffer.from(join(repo.path, path), 'latin1'), {
      withFileTypes: true,
      encoding: 'latin1',
    });
    return entries.flatMap((entry) =>
      entry.name === '.git' ? [] : files(`${path}${entry.name}${entry.isDirectory() ? '/' : ''}`),
    );
  };
  return [...new Set(listed.flatMap(files))].sort();
}

test('A2 files: what is not tracked is what git says, asked once, and ignored or not as git says', async () => {
  let inside = 0;
  for (let seed = 0; seed < 60; seed++) {
    const repo = grown(seed);
    const opened = await openRepository(repo.path, { trust: false, env: cleanEnv() });
    const { untracked, ignored, closed } = await otherFiles(opened);
    opened.close();
    expect([...untracked].sort(), `seed ${seed}`).toEqual(asked(repo));
    const theirs = asked(repo, '--ignored', '--directory');
    expect(spread(repo, ignored), `seed ${seed}`).toEqual(spread(repo, theirs));
    expect(closed).toEqual([]);
    inside += theirs.filter((path) => path.split('/').length > 2).length;
  }
  expect(inside).toBeGreaterThan(10);
});
