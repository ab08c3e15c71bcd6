import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { later } from '../src/scan/compiling.ts';
import { standardKey } from './helpers/keys.ts';
import { folder, packageIn, repository, run } from './helpers/repo.ts';

test('V8 has the flag that is set on this Node, and is quiet about it', () => {
  const known = later();
  if (known === undefined) return;
  const listed = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  expect(listed).toContain(`  ${known.flag} (`);
  expect(listed).toContain(`default: ${known.flag}=${known.usual}\n`);
});

test('a V8 that nobody has tried is left as it is', () => {
  expect(later('11.3.244.8-node.33')?.flag).toBe('--interrupt-budget');
  expect(later('12.4.254.21-node.33')?.flag).toBe('--invocation-count-for-turbofan');
  expect(later('13.6.233.17-node.41')).toBeUndefined();
  expect(later('11.30.1')).toBeUndefined();
});

/** Says of each file of the bin that was compiled ahead whether V8 took it. */
const WATCH = `
  const vm = require('node:vm');
  vm.Script = class extends vm.Script {
    constructor(source, options) {
      super(source, options);
      const { filename, cachedData } = options;
      if (cachedData) console.error(this.cachedDataRejected ? 'refused' : 'taken', filename);
    }
  };
`;

test('a scan of everything runs code that was compiled ahead, to its end', () => {
  const repo = repository();
  repo.commit('plain.txt', `${standardKey(1)}\n`);
  const home = packageIn(join(folder(), 'keyfence'));
  expect(run(process.execPath, [join(home, 'bin/compile.js')], {}).status).toBe(0);
  const watch = join(folder(), 'watch.cjs');
  writeFileSync(watch, WATCH);
  const args = ['--require', watch, join(home, 'bin/keyfence.js'), 'history'];
  const ran = run(process.execPath, args, { cwd: repo.path });
  expect(ran.status).toBe(1);
  const seen = ran.stderr.split('\n').filter((line) => /^(?:taken|refused) /.test(line));
  expect(seen.filter((line) => line.startsWith('refused'))).toEqual([]);
  expect(seen.some((line) => line.endsWith('history.cjs'))).toBe(true);
});
