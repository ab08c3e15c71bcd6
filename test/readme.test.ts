import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from './helpers/keys.ts';
import { repository, root } from './helpers/repo.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the file tree of the README is the tree of the repository', () => {
  const check = spawnSync(process.execPath, ['scripts/file-tree.js', '--check'], { cwd: root });
  expect(check.stderr.toString()).toBe('');
  expect(check.status).toBe(0);
});

test('the library example of the README runs as it stands there', () => {
  const example = /```js\n(import \{ scan \}[\s\S]*?)```/.exec(readme)![1]!;
  expect(example.trim().split('\n').length).toBeLessThanOrEqual(10);
  const repo = repository();
  repo.commit('app.py', `key = "${authKey(8)}"\n`);
  const built = join(root, 'dist', 'index.js').replaceAll('\\', '/');
  writeFileSync(join(repo.path, 'run.mjs'), example.replace("'keyfence'", `'file://${built}'`));
  const printed = execFileSync(process.execPath, ['run.mjs'], { cwd: repo.path }).toString();
  expect(printed).toMatch(/^app\.py:1 gemini-auth-key AQ\.….{4}\n$/);
});

test('every command of the README is one that the bin knows', () => {
  const commands = [...readme.matchAll(/`(?:npx )?keyfence ([a-z-]+)/g)].map((found) => found[1]!);
  const help = repository().keyfence(['help']).stdout;
  expect(commands.length).toBeGreaterThan(8);
  for (const command of new Set(commands))
    expect(help).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
});
