import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collect } from '../helpers/collect.ts';
import { repository } from '../helpers/repo.ts';

test('B1 what is staged is read, whatever the file on disk holds by now', async () => {
  const repo = repository();
  repo.commit('kept', 'old\n');
  repo.commit('other', 'old\n');
  repo.stage('kept', 'staged\n').write('kept', 'on disk\n');
  repo.write('other', 'on disk only\n').write('untracked', 'on disk only\n');
  repo.stage('gone', 'staged, then deleted from disk\n');
  rmSync(join(repo.path, 'gone'));
  expect((await collect(repo)).content).toEqual({
    gone: 'staged, then deleted from disk\n',
    kept: 'staged\n',
  });
});

test('B1 partly staged with git add -p: the staged half, with its own line numbers', async () => {
  const repo = repository();
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  repo.commit('file', `${lines.join('\n')}\n`);
  const changed = ['top', ...lines, 'bottom'];
  repo.write('file', `${changed.join('\n')}\n`);
  const added = repo.tryGit(['add', '-p'], { input: 'n\ny\n' });
  expect(added.status).toBe(0);
  const { content } = await collect(repo);
  expect(content).toEqual({ file: `${[...lines, 'bottom'].join('\n')}\n` });
});
