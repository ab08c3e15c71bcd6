/** `keyfence uninstall`: every hook gets back the bytes and the mode that it had. */
import { join } from 'node:path';
import { openRepository } from '../git.ts';
import { dropHook, readHook } from './file.ts';
import { callsKeyfence, KNOWN } from './script.ts';
import { type HookOptions, type Survey, survey } from './survey.ts';
import { type Outcome, outcome, type Step, step } from './wording.ts';

/**
 * Takes keyfence's lines out of the hooks, also of those that git no longer uses.
 * @throws KeyfenceError 'not-a-repository', 'no-git', 'dubious-ownership', 'git-failed'
 */
export async function uninstall(options: HookOptions): Promise<Outcome> {
  const repo = await openRepository(options.cwd, options);
  if (repo.bare || repo.top === '') return outcome([step('nothing-installed')]);
  const found = await survey(repo, options.cwd);
  const { place, manager } = found;
  const folders = new Set([join(repo.commonDir, 'hooks')]);
  if (place.kind !== 'outside' || options.global) folders.add(place.scripts);
  const steps = [...folders].flatMap((folder) =>
    KNOWN.flatMap((hook) => drop(found, folder, hook)),
  );
  if (place.kind === 'outside' && !options.global && hasAny(place.scripts)) {
    steps.push(step('outside-left', place.folder));
  }
  if (manager?.done) steps.push(step('manager-left', manager.name, manager.file, manager.after));
  return outcome(steps.length > 0 ? steps : [step('nothing-installed')]);
}

function drop({ show }: Survey, folder: string, hook: string): Step[] {
  const file = join(folder, hook);
  try {
    const dropped = dropHook(file);
    const steps = dropped === undefined ? [] : [step(dropped, show(file))];
    const rest = readHook(file)?.text ?? '';
    if (dropped !== 'hook-damaged' && callsKeyfence(rest))
      steps.push(step('own-line-left', show(file)));
    return steps;
  } catch (error) {
    const how = (error as NodeJS.ErrnoException).code ?? String(error);
    return [step('hook-unwritable', show(file), how)];
  }
}

const hasAny = (folder: string) =>
  KNOWN.some((hook) => callsKeyfence(readHook(join(folder, hook))?.text ?? ''));
