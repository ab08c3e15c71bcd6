/**
 * What in a repository's files, settings and environment can keep the hooks from doing their work. Each
 * cause has its own sentence and the command that removes it. Nothing is run here but `git --version`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../git.ts';
import { isRun, readHook } from './file.ts';
import { textOf } from './managers.ts';
import { repairIn } from './packages.ts';
import { callsKeyfence, type Hook, hasWindowsEnds, INSTALLED } from './script.ts';
import { commandOf, type Survey } from './survey.ts';
import { type Step, step } from './wording.ts';

/** `git version 2.39.5 (Apple Git-154)` → [2, 39] */
export type Version = readonly [major: number, minor: number];

const OLDEST_GIT: Version = [2, 30];

const isBefore = ([major, minor]: Version, [toMajor, toMinor]: Version) =>
  major < toMajor || (major === toMajor && minor < toMinor);

export function causes(found: Survey, env: Environment, git: Version): Step[] {
  return [
    ...(isBefore(git, OLDEST_GIT) ? [step('git-old', git.join('.'))] : []),
    ...switches(found, env),
    ...where(found),
    ...missing(found),
    ...INSTALLED.flatMap((hook) => look(found, hook)),
  ];
}

/** Variables that tell a hook manager to do nothing. */
function switches({ place, manager }: Survey, env: Environment): Step[] {
  const off = place.kind === 'husky' ? (['HUSKY', '0'] as const) : manager?.off;
  if (off === undefined) return [];
  const [name, value] = off;
  const steps: Step[] = [];
  if (env[name] === value) steps.push(step('switched-off', `${name}=${value}`, `unset ${name}`));
  const init = join(env.XDG_CONFIG_HOME ?? join(env.HOME ?? '', '.config'), 'husky', 'init.sh');
  const text = place.kind === 'husky' ? (textOf(init) ?? '') : '';
  if (/^[ \t]*(?:export[ \t]+)?HUSKY=["']?0/m.test(text)) steps.push(step('switched-off-in', init));
  return steps;
}

function where({ place, manager, repo, show }: Survey): Step[] {
  if (manager && !manager.done) return [step('manager-without', manager.name, manager.file)];
  if (place.kind === 'husky' && !place.active) {
    if (place.main !== place.top) return [step('husky-not-in-worktree')];
    return [step('husky-inactive', repairIn(place.top, ''))];
  }
  if (place.kind !== 'git' && !existsSync(place.folder)) {
    return [step('folder-missing', place.folder, place.scope)];
  }
  const usual = join(repo.commonDir, 'hooks');
  if (place.kind === 'git' || holdsKeyfence(place.scripts) || !holdsKeyfence(usual)) return [];
  return [step('passed-by', show(usual), show(place.folder), place.scope)];
}

const holdsKeyfence = (folder: string) =>
  callsKeyfence(readHook(join(folder, 'pre-commit'))?.text ?? '');

function missing({ place, manager, show }: Survey): Step[] {
  if (manager && !manager.done) return [];
  const folder = manager ? place.folder : place.scripts;
  const names = INSTALLED.filter((hook) => readHook(join(folder, hook)) === undefined).join(', ');
  if (names === '') return [];
  if (manager) return [step('manager-without-hook', names, manager.file, manager.after)];
  return [step('hooks-missing', show(folder), names)];
}

function look({ place, manager, home, show }: Survey, hook: Hook): Step[] {
  const steps: Step[] = [];
  const run = join(place.folder, hook);
  const file = readHook(run);
  if (file !== undefined && !isRun(file.mode)) {
    steps.push(step('hook-not-executable', show(run)));
  }
  const script = join(place.scripts, hook);
  const own = readHook(script);
  if (manager || own === undefined || own.kind === 'link' || own.kind === 'binary') return steps;
  if (!callsKeyfence(own.text)) {
    steps.push(step('hook-without', show(script), commandOf(home, hook).join(' ')));
  }
  if (hasWindowsEnds(own.text)) steps.push(step('windows-ends', show(script)));
  return steps;
}
