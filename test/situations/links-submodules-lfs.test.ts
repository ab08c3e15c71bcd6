import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collect } from '../helpers/collect.ts';
import { folder, repository } from '../helpers/repo.ts';

test('B9 a link is its text: nothing that it leads to is opened', async () => {
  const repo = repository();
  const fifo = join(folder(), 'fifo');
  execFileSync('mkfifo', [fifo]);
  const targets: Record<string, string> = {
    zero: '/dev/zero',
    passwd: '/etc/passwd',
    itself: 'itself',
    waits: fifo,
  };
  for (const [name, target] of Object.entries(targets)) {
    symlinkSync(target, join(repo.path, name));
  }
  repo.git('add', '.');
  const before = performance.now();
  expect((await collect(repo)).content).toEqual(targets);
  expect(performance.now() - before).toBeLessThan(1000);
});

test('B9 a submodule is listed as such, and its commit is not looked for', async () => {
  const library = repository();
  library.commit('lib.c', 'x\n');
  const repo = repository();
  repo.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library.path, 'lib');
  const { content, skips } = await collect(repo);
  expect(content.lib).toBe('(submodule)');
  expect(content['.gitmodules']).toContain('[submodule "lib"]');
  expect(skips.every((skip) => skip.harmless)).toBe(true);
  repo.git('commit', '-q', '-m', 'add lib');
  repo.write('.gitmodules', `${repo.git('show', ':.gitmodules')}\n\tignore = all\n`);
  repo.git('config', 'submodule.lib.ignore', 'all');
  repo.git('update-index', '--cacheinfo', `160000,${'1'.repeat(40)},lib`);
  expect((await collect(repo)).content).toEqual({ lib: '(submodule)' });
});

test('B9 an LFS pointer is listed as lfs; one byte more, and it is scanned', async () => {
  const repo = repository();
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 12345\n`;
  repo.stage('big.bin', pointer);
  repo.stage('looks-like.bin', `${pointer}and more\n`);
  const { content, skips } = await collect(repo);
  expect(content).toEqual({ 'big.bin': '(lfs)', 'looks-like.bin': `${pointer}and more\n` });
  expect(skips).toMatchObject([{ path: 'big.bin', reason: 'lfs', harmless: true }]);
});
