import { expect, test } from 'vitest';
import { openRepository } from '../src/git.ts';
import { staged } from '../src/sources.ts';
import type { Blob, Skip } from '../src/types.ts';
import { cleanEnv, type Repo, repository } from './helpers/repo.ts';

async function collect(repo: Repo): Promise<(Blob | Skip)[]> {
  const opened = await openRepository(repo.path, { trust: false, env: cleanEnv() });
  const items: (Blob | Skip)[] = [];
  for await (const item of staged(opened, { maxBytes: 1 << 20 })) {
    const isNames = 'origin' in item && item.origin.kind === 'path';
    if (!isNames) items.push(item);
  }
  opened.close();
  return items;
}

const shown = (items: readonly (Blob | Skip)[]) =>
  items.map((item) =>
    'bytes' in item
      ? [item.origin.path, Buffer.from(item.bytes).toString()]
      : [item.path, item.reason],
  );

test('B1 the staged text is read, not the text on disk', async () => {
  const repo = repository();
  repo.stage('a', 'staged\n').write('a', 'on disk\n');
  expect(shown(await collect(repo))).toEqual([['a', 'staged\n']]);
});

test('B7 the first commit: no HEAD, no message from git', async () => {
  const repo = repository();
  expect(shown(await collect(repo))).toEqual([]);
});
