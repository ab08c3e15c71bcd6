import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { later } from '../src/scan/compiling.ts';

test('V8 has the flag that is set on this Node, and is quiet about it', () => {
  const flag = later();
  if (flag === undefined) return;
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  expect(known).toContain(`  ${flag.split('=')[0]} (`);
});

test('a V8 that nobody has tried is left as it is', () => {
  expect(later('11.3.244.8-node.33')).toMatch(/^--interrupt-budget=/);
  expect(later('12.4.254.21-node.33')).toMatch(/^--invocation-count-for-turbofan=/);
  expect(later('13.6.233.17-node.41')).toBeUndefined();
  expect(later('11.30.1')).toBeUndefined();
});
