/** git is the oracle: what it takes as a folder of objects, and how it reads an entry. */
import { writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { alternatesOf } from '../../src/objects/alternates.ts';
import { history, spots } from '../helpers/history.ts';
import { standardKey } from '../helpers/keys.ts';
import { repository } from '../helpers/repo.ts';

/** Two repositories; the objects of the first are none of the second's yet. */
function two() {
  const other = repository();
  other.commit('elsewhere.txt', `${standardKey(1)}\n`);
  const repo = repository();
  repo.commit('here.txt', `${standardKey(2)}\n`);
  return { repo, objects: join(other.path, '.git/objects') };
}

/** `/objects` → `"/\157bjects"`. */
const quoted = (path: string) =>
  `"${path.replaceAll('\\', '\\\\').replace(/objects$/, '\\157bjects')}"`;

const forms: [string, (objects: string, from: string) => string][] = [
  ['absolute', (objects) => objects],
  ['relative', (objects, from) => relative(from, objects)],
  ['quoted', (objects) => quoted(objects)],
];

test.each(forms)('B8 info/alternates, %s: all that git lists is scanned', async (_, form) => {
  const { repo, objects } = two();
  const own = join(repo.path, '.git/objects');
  const text = `# a remark\n${form(objects, own)}\n/there/is/none\n`;
  writeFileSync(join(own, 'info/alternates'), text);
  expect(listed(repo.tryGit(ALL).stdout)).toBe(6);
  const result = await history(repo);
  expect([spots(result), result.objects]).toEqual([['blob elsewhere.txt:1', 'blob here.txt:1'], 6]);
});

test.each(forms)('B8 GIT_ALTERNATE_OBJECT_DIRECTORIES, %s: the same', (_, form) => {
  const { repo, objects } = two();
  const value = ['/there/is/none', form(objects, repo.path)].join(delimiter);
  const env = { GIT_ALTERNATE_OBJECT_DIRECTORIES: value };
  expect(listed(repo.tryGit(ALL, { env }).stdout)).toBe(6);
  for (const flags of [[], ['--cache'], ['--cache']]) {
    const { status, stdout } = repo.keyfence(['history', '--format', 'json', ...flags], { env });
    expect([status, JSON.parse(stdout).findings.length]).toEqual([1, 2]);
  }
  const { stdout } = repo.keyfence(['history', '--format', 'json', '--cache']);
  expect(JSON.parse(stdout).findings.length).toBe(1);
});

test('J3 a hook of a server: what was received lies in a folder of its own', () => {
  const { repo, objects } = two();
  const env = {
    GIT_DIR: join(repo.path, '.git'),
    GIT_OBJECT_DIRECTORY: objects,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: join(repo.path, '.git/objects'),
    GIT_QUARANTINE_PATH: objects,
  };
  const tip = repo.tryGit(['rev-parse', 'HEAD'], { env: { GIT_DIR: dirname(objects) } });
  const range = `HEAD..${tip.stdout.trim()}`;
  const { status, stdout } = repo.keyfence(['history', '--format', 'json', range], { env });
  const { findings } = JSON.parse(stdout);
  expect([status, findings.length, findings[0]?.where.path]).toEqual([1, 1, 'elsewhere.txt']);
});

test('remarks, quotes inside of quotes, and quotes that do not close', () => {
  const value = ['#/b', '', '"/c\\"d"', '"/a'].join(delimiter);
  expect(alternatesOf(value, '/base')).toEqual(['/c"d', resolve('/base', '"/a')]);
  expect(alternatesOf(undefined, '/base')).toEqual([]);
});

const ALL = ['cat-file', '--batch-all-objects', '--batch-check'];
const listed = (text: string) => text.trim().split('\n').length;
