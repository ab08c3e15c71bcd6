import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collect } from '../helpers/collect.ts';
import { repository } from '../helpers/repo.ts';

const long = 'a line that is long enough for git to see a rename\n'.repeat(5);

test.each([[[]], [['--object-format=sha256']]])(
  'B4 renamed, copied, made executable, turned into a link, another case: each is read %s',
  async (kind) => {
    const repo = repository(...kind);
    for (const name of ['moved', 'copied', 'mode', 'typed', 'case']) repo.commit(name, long);
    repo.git('config', 'diff.renames', 'copies');
    repo.git('mv', 'moved', 'moved-to');
    repo.stage('moved-to', `${long}added\n`);
    repo.stage('copied-to', `${long}added\n`);
    chmodSync(join(repo.path, 'mode'), 0o755);
    repo.stage('mode', `${long}added\n`);
    rmSync(join(repo.path, 'typed'));
    symlinkSync('where/the link leads', join(repo.path, 'typed'));
    repo.git('add', 'typed');
    repo.git('mv', 'case', 'CASE');
    const { content, previous } = await collect(repo);
    expect(content).toEqual({
      CASE: long,
      'copied-to': `${long}added\n`,
      mode: `${long}added\n`,
      'moved-to': `${long}added\n`,
      typed: 'where/the link leads',
    });
    expect(previous.mode).toEqual([long]);
    expect(previous.typed).toEqual([long]);
    expect(previous['moved-to']).toEqual([]);
  },
);

test('B4 a changed mode alone: the file is looked at, and its parent is known', async () => {
  const repo = repository();
  repo.commit('script', 'content\n');
  repo.git('update-index', '--chmod=+x', 'script');
  const { content, previous } = await collect(repo);
  expect(content).toEqual({ script: 'content\n' });
  expect(previous.script).toEqual(['content\n']);
});

test('B4 a folder becomes a file, a file becomes a folder', async () => {
  const repo = repository();
  repo.commit('folder/a', 'a\n');
  repo.commit('file', 'f\n');
  repo.git('rm', '-q', '-r', 'folder', 'file');
  repo.stage('folder', 'now a file\n').stage('file/b', 'now a folder\n');
  expect((await collect(repo)).content).toEqual({
    'file/b': 'now a folder\n',
    folder: 'now a file\n',
  });
});
