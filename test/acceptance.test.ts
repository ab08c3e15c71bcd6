import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './helpers/repo.ts';

/** What the hook promises: each has a test, or this one fails. */
const promised =
  'A1 A2 A3 A4 B1 B2 B3 B4 B5 B6 B7 B8 B9 B10 C1 C2 C4 D4 D5 E1 E2 F7 G1 G3 G5 H1 H2 H5 I1 I2 J1 J2 J3 J4 J5 J6 K1 K2';

test('docs/acceptance.md is what the test titles say', () => {
  const check = spawnSync(process.execPath, ['scripts/acceptance.js', '--check'], { cwd: root });
  expect(check.stderr.toString()).toBe('');
  expect(check.status).toBe(0);
});

test.each(promised.split(' '))('%s is proven by at least one test', (entry) => {
  const page = readFileSync(join(root, 'docs', 'acceptance.md'), 'utf8');
  const [table, without] = page.split('## Entries without a test');
  expect(table).toMatch(new RegExp(`^\\| ${entry} [^|]+\\| \\S+\\.test\\.ts +\\| .+ \\|$`, 'm'));
  expect(without).not.toMatch(new RegExp(`^- ${entry} `, 'm'));
});
