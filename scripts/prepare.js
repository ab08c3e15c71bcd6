/**
 * Runs at `npm ci` in a checkout: builds, and sets the husky hook. Never runs at a user's install
 * of the published package (npm runs `prepare` only for checkouts and before packing).
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const npm = process.env.npm_execpath;
execFileSync(
  process.execPath,
  npm ? [npm, 'run', '--silent', 'build'] : ['node_modules/.bin/npm'],
  {
    stdio: 'inherit',
  },
);

if (existsSync('.git') && process.env.HUSKY !== '0') {
  const { default: husky } = await import('husky');
  const said = husky();
  if (said) console.log(said);
}
