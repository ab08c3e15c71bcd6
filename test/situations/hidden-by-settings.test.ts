import { expect, test } from 'vitest';
import { collect } from '../helpers/collect.ts';
import { folder, type Repo, repository } from '../helpers/repo.ts';

/** A repository of an everyday kind, and one whose list only git can give. */
const kinds: [string, string[]][] = [
  ['read by ourselves', []],
  ['read through git', ['--object-format=sha256']],
];

function prepared(kind: string[]): Repo {
  const repo = repository(...kind);
  repo.commit('old.env', 'before\n');
  repo.git('mv', 'old.env', 'new.env');
  repo.stage('new.env', 'before\nadded\n');
  repo.stage('a.ts', 'added too\n');
  return repo;
}

const expected = { 'a.ts': 'added too\n', 'new.env': 'before\nadded\n' };

const settings: [string, string][] = [
  ['diff.external', 'false'],
  ['diff.noprefix', 'true'],
  ['diff.mnemonicPrefix', 'true'],
  ['color.ui', 'always'],
  ['core.quotePath', 'true'],
  ['core.quotePath', 'false'],
  ['diff.renames', 'copies'],
  ['diff.orderFile', 'no-such-file'],
  ['diff.submodule', 'log'],
  ['diff.relative', 'true'],
  ['diff.ignoreSubmodules', 'all'],
  ['core.pager', 'false'],
  ['core.abbrev', '7'],
  ['diff.noIndex', 'true'],
];

test.each(kinds)('B3 no setting hides content (%s)', async (_, kind) => {
  const repo = prepared(kind);
  for (const [name, value] of settings) {
    repo.git('config', name, value);
    expect((await collect(repo)).content, name).toEqual(expected);
    repo.git('config', '--unset', name);
  }
  const env = { GIT_EXTERNAL_DIFF: 'false', GIT_DIFF_OPTS: '-u0', GIT_PAGER: 'false' };
  expect((await collect(repo, { env })).content).toEqual(expected);
});

test.each(kinds)('B3 no attribute hides content (%s)', async (_, kind) => {
  const repo = prepared(kind);
  repo.git('config', 'diff.x.textconv', 'true');
  repo.git('config', 'filter.x.clean', 'true');
  repo.git('config', 'filter.x.smudge', 'true');
  const attributes = [
    '-diff',
    'binary',
    '-text',
    'diff=x',
    'filter=x',
    'working-tree-encoding=UTF-16LE',
    'export-ignore',
    'linguist-generated',
  ];
  for (const attribute of attributes) {
    repo
      .write('.gitattributes', `* ${attribute}\n`)
      .write('.git/info/attributes', `* ${attribute}\n`);
    expect((await collect(repo)).content, attribute).toEqual(expected);
  }
});

test.each(kinds)('B3 a replace ref hides nothing (%s)', async (_, kind) => {
  const repo = prepared(kind);
  repo.git('gc', '-q');
  const staged = repo.git('rev-parse', ':new.env');
  const harmless = repo.git('rev-parse', 'HEAD:old.env');
  repo.git('replace', staged, harmless);
  repo.git('replace', repo.git('rev-parse', 'HEAD^{tree}'), repo.git('write-tree'));
  expect(repo.git('cat-file', 'blob', ':new.env')).toBe('before');
  expect((await collect(repo)).content).toEqual(expected);
});

test('B3 B5 options of the user that come with `git -c` reach a hook and change nothing', async () => {
  const repo = prepared(['--object-format=sha256']);
  const env = { GIT_CONFIG_PARAMETERS: `'diff.relative'='true' 'core.fsmonitor'='${folder()}/x'` };
  expect((await collect(repo, { env })).content).toEqual(expected);
});
