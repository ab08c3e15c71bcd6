/**
 * Runs at `npm ci` in a checkout: builds, and sets the husky hooks. Never runs when a user installs
 * the published package: npm runs `prepare` only in a checkout and before packing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// `npm install -g git+…`, which is how the pre-commit framework installs, prepares a checkout that has no
// node_modules: npm puts the development packages elsewhere.
if (!existsSync('node_modules/rolldown')) {
  const env = { ...process.env, npm_config_global: 'false', npm_config_location: 'project' };
  const npm = [process.env.npm_execpath, 'ci', '--ignore-scripts', '--include=dev', '--no-audit'];
  execFileSync(process.execPath, npm, { stdio: 'inherit', env });
}

for (const tool of [
  ['node_modules/rolldown/bin/cli.mjs', '-c'],
  ['bin/compile.js'],
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
]) {
  execFileSync(process.execPath, tool, { stdio: ['ignore', 'ignore', 'inherit'] });
}

if (existsSync('.git') && process.env.HUSKY !== '0') {
  const { default: husky } = await import('husky');
  const problem = husky();
  if (problem) console.log(`husky: ${problem}`);
}
