/**
 * What in a repository's files, settings and environment can keep the hooks from doing their work. Each
 * cause has its own sentence and the command that removes it. Nothing is run here but `git --version`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../git.ts';
import { isRun, readHook } from './file.ts';
import { textOf } from './managers.ts';
import { repairIn } from './place.ts';
import { callsKeyfence, type Hook, hasWindowsEnds, INSTALLED } from './script.ts';
import { commandOf, type Survey } from './survey.ts';
import { type Step, step } from './wording.ts';

/** `git version 2.39.5 (Apple Git-154)` → [2, 39] */
export type Version = readonly [major: number, minor: number];

export const isBefore = ([major, minor]: Version, [toMajor, toMinor]: Version) =>
  major < toMajor || (major === toMajor && minor < toMinor);

export function causes(found: Survey, env: Environment, git: Version): Step[] {
  return [
    ...versions(git),
    ...switches(found, env),
    ...where(found),
    ...INSTALLED.flatMap((hook) => look(found, hook)),
  ];
}

function versions(git: Version): Step[] {
  const steps: Step[] = [];
  if (isBefore(git, [2, 30])) steps.push(step('git-old', git.join('.')));
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  if (isBefore([major, minor], [20, 19])) steps.push(step('node-old', process.versions.node));
  return steps;
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
  const passedBy = join(repo.commonDir, 'hooks');
  const there = INSTALLED.some((hook) => callsKeyfence(readHook(join(passedBy, hook))?.text ?? ''));
  if (place.kind !== 'git' && there && passedBy !== place.folder) {
    return [step('passed-by', show(passedBy), show(place.folder), place.scope)];
  }
  return [];
}

function look(found: Survey, hook: Hook): Step[] {
  const { place, manager } = found;
  if (place.kind === 'husky' && !place.active) return script(found, hook);
  const run = join(place.folder, hook);
  const file = readHook(run);
  const steps: Step[] = [];
  if (file === undefined) {
    if (manager) return [step('manager-without-hook', hook, manager.name, manager.after)];
    steps.push(step('hook-missing', found.show(run)));
  } else if (file.kind !== 'link' && !isRun(file.mode)) {
    steps.push(step('hook-not-executable', found.show(run)));
  }
  const more = manager !== undefined || (file === undefined && run === join(place.scripts, hook));
  return more ? steps : [...steps, ...script(found, hook)];
}

/** The file that keyfence's lines should be in. */
function script({ place, home, show }: Survey, hook: Hook): Step[] {
  const path = join(place.scripts, hook);
  const file = readHook(path);
  if (file === undefined) return [step('hook-missing', show(path))];
  if (file.kind === 'link' || file.kind === 'binary') return [];
  const steps: Step[] = [];
  if (!callsKeyfence(file.text)) {
    steps.push(step('hook-without', show(path), commandOf(home, hook).join(' ')));
  }
  if (hasWindowsEnds(file.text)) steps.push(step('windows-ends', show(path)));
  return steps;
}
