/**
 * husky is set up by the project's own husky: only it knows what its shims hold. Where it is not
 * installed, or will not, that is said, because git runs no hook then and tells nobody.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Environment } from '../git.ts';
import { repairIn } from './packages.ts';
import type { Place } from './place.ts';
import { type Step, step } from './wording.ts';

export function setUpHusky(place: Place, env: Environment): Step {
  const scripts = relative(place.top, place.scripts).split(sep).join('/');
  const holder = dirname(scripts);
  const program = [join(place.top, holder), join(place.main, holder), place.top, place.main]
    .map((folder) => join(folder, 'node_modules', 'husky', 'bin.js'))
    .find((file) => existsSync(file));
  if (program === undefined) return step('husky-missing', repairIn(place.top, holder));
  try {
    const told = execFileSync(process.execPath, [program, scripts], {
      cwd: place.top,
      env: env as NodeJS.ProcessEnv,
      encoding: 'utf8',
    });
    const works = existsSync(join(place.scripts, '_', 'h'));
    return works ? step('husky-set-up', scripts) : step('husky-refused', told.trim());
  } catch (error) {
    return step('husky-refused', (error as NodeJS.ErrnoException).code ?? String(error));
  }
}
