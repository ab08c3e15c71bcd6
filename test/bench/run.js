/**
 * `npm run bench [-- NAME [WORD…]…]`: benchmarks of this folder, one after another; without a name, hook and
 * engine. Words behind a name that name no benchmark are given to it: `npm run bench -- files some/folder`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const fileOf = (name) => fileURLToPath(new URL(`${name}.js`, import.meta.url));
const isBenchmark = (word) => /^\w+$/.test(word) && existsSync(fileOf(word));

const wanted = [];
for (const word of process.argv.slice(2)) {
  if (isBenchmark(word) || wanted.length === 0) wanted.push([word]);
  else wanted.at(-1).push(word);
}
for (const [name, ...words] of wanted.length > 0 ? wanted : [['hook'], ['engine']]) {
  if (!isBenchmark(name)) {
    console.error(
      `There is no benchmark ${name}. Benchmarks: hook, range, engine, history, files, glance.`,
    );
    process.exitCode = 2;
    continue;
  }
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, [fileOf(name), ...words], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
