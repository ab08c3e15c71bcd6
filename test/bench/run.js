/** `npm run bench [-- NAME…]`: every benchmark of this folder, or the named ones, one after another. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : ['hook', 'engine']) {
  const file = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  if (!existsSync(file)) {
    console.error(`There is no benchmark ${name}. Benchmarks: hook, engine, history, files.`);
    process.exitCode = 2;
    continue;
  }
  console.log(`\n== ${name}`);
  if (spawnSync(process.execPath, [file], { stdio: 'inherit' }).status !== 0) process.exitCode = 1;
}
