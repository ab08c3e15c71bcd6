/**
 * `keyfence install`. What may be done is decided first, from what is there. Where another program
 * writes the hooks, or where they belong to other repositories too, nothing is touched and the lines
 * to add are given back.
 */
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { KeyfenceError } from '../errors.ts';
import { type Environment, openRepository } from '../git.ts';
import { compileAhead } from './ahead.ts';
import { type Put, putHook } from './file.ts';
import { setUpHusky } from './husky.ts';
import { type FoundManager, type Manifest, readManifest, wanted } from './managers.ts';
import { addingIn } from './packages.ts';
import { type Home, nearest, type Place, repair } from './place.ts';
import { HOOKS, type Hook, INSTALLED } from './script.ts';
import { commandOf, type HookOptions, type Survey, startOf, survey } from './survey.ts';
import { type Outcome, outcome, type Step, step } from './wording.ts';

/**
 * Sets keyfence's hooks. Doing it twice changes nothing.
 * @throws KeyfenceError 'not-a-repository', 'no-git', 'dubious-ownership', 'git-failed'
 */
export async function install(options: HookOptions): Promise<Outcome> {
  try {
    return outcome(await steps(options));
  } catch (error) {
    const absent =
      error instanceof KeyfenceError &&
      (error.code === 'not-a-repository' || error.code === 'no-git');
    if (!absent || !isLifecycle(options.env)) throw error;
    return outcome([step('no-repository-yet', options.cwd)]);
  }
}

/** npm's `prepare` runs in container builds too, where there is no repository and no harm in that. */
const isLifecycle = (env: Environment) =>
  env.npm_lifecycle_event === 'prepare' || env.npm_lifecycle_event === 'postinstall';

async function steps(options: HookOptions): Promise<Step[]> {
  const repo = await openRepository(options.cwd, options);
  if (repo.bare || repo.top === '') return [step('bare', repo.gitDir)];
  const found = await survey(repo, options.cwd);
  const { place } = found;
  const refusal = refuse(found, options);
  const runs = refusal.every(({ code }) => code === 'manager-has-it');
  if (refusal.length > 0) return runs ? [...refusal, ...ahead(found, options)] : refusal;
  const written = INSTALLED.flatMap((hook) => set(found, hook, options.print));
  const husky = place.kind === 'husky' && !place.active;
  if (options.print) {
    return [step('print-only'), ...written, ...(husky ? [step('husky-would')] : [])];
  }
  if (husky) written.push(setUpHusky(place, options.env));
  if (written.some((done) => done.kind === 'problem')) return written;
  return [...written, ...ahead(found, options), ...advice(found, written)];
}

/** Said only to those who ask: it changes nothing but time. */
function ahead(found: Survey, options: HookOptions): Step[] {
  if (options.print) return [];
  const done = compileAhead(found, options.env);
  return options.verbose ? [done] : [];
}

/** Why nothing may be written here; empty if it may. */
function refuse(found: Survey, options: HookOptions): Step[] {
  const { repo, place, home, manager, show } = found;
  if (options.global && place.kind !== 'outside') return [step('global-none')];
  if (manager && !options.plain) return byManager(manager, found);
  if (place.kind === 'outside') {
    if (options.global) return [];
    return [
      step('outside', place.folder, place.scope),
      step('outside-own', join(repo.commonDir, 'hooks')),
    ];
  }
  if (place.kind === 'git' || home.inTree !== '') return [];
  if (nearest(options.cwd, place.top, (at) => existsSync(join(at, '.pnp.cjs'))) !== undefined) {
    return [step('plug-n-play', ...INSTALLED.map((hook) => byYarn(show(place.scripts), hook)))];
  }
  const asked = wanted(readManifest(place.project || place.top) ?? {}, 'keyfence');
  const command = asked !== undefined ? repair(place, home) : adding(place);
  return [step('not-in-project', show(place.scripts), command)];
}

const adding = ({ project, top }: Place) => addingIn(project || top, top);

const byYarn = (folder: string, hook: Hook) =>
  `${folder}/${hook}:  yarn keyfence ${HOOKS[hook]} "$@" || exit $?`;

function byManager(manager: FoundManager, { home, place }: Survey): Step[] {
  if (manager.done) return [step('manager-has-it', manager.name, manager.file)];
  const start = startOf(home);
  const byNpm = start.version === undefined || manager.key === undefined;
  return [
    step('manager-lines', manager.name, manager.file, ...manager.lines(start, INSTALLED)),
    ...(byNpm ? [] : [step('needs-keyfence', adding(place))]),
    step('manager-then', manager.name, manager.after),
    step('manager-plain', manager.name),
  ];
}

function set({ place, home, show }: Survey, hook: Hook, dry: boolean): Step[] {
  const committed = place.kind === 'tree' || place.kind === 'husky';
  const local = place.kind === 'outside' || home.inTree === '' ? [] : [home.inTree];
  const file = join(place.scripts, hook);
  try {
    const plan = {
      hook,
      homes: committed ? local : [...local, slashed(home.folder)],
      node: committed ? '' : slashed(process.execPath),
      husky: place.kind === 'husky',
      repair: repair(place, home),
    };
    const put = putHook(file, plan, dry);
    return said(put, show(file), commandOf(home, hook));
  } catch (error) {
    const how = (error as NodeJS.ErrnoException).code ?? String(error);
    return [step('hook-unwritable', show(file), how)];
  }
}

/** The sh of Git for Windows reads `C:/x`. */
const slashed = (path: string) => path.split(sep).join('/');

function said(put: Put, file: string, command: readonly string[]): Step[] {
  switch (put) {
    case 'hook-woken':
      return [step('hook-joined', file), step('hook-woken', file)];
    case 'hook-made':
    case 'hook-joined':
    case 'hook-renewed':
    case 'hook-same':
    case 'hook-damaged':
      return [step(put, file)];
    default:
      return [step('hook-foreign', file, ...foreign(put, command))];
  }
}

/** What the file is, and the line for it, in its own language where that is known. */
function foreign(
  kind: Exclude<Put, `hook-${string}`>,
  command: readonly string[],
): [what: string, line: string] {
  const list = JSON.stringify(command);
  const shell = `${command.join(' ')} "$@" || exit $?`;
  switch (kind) {
    case 'python':
      return [
        'a Python program',
        `import subprocess, sys; subprocess.call(${list} + sys.argv[1:]) and sys.exit(1)`,
      ];
    case 'node':
      return [
        'a JavaScript program',
        `if (require('node:child_process').spawnSync(${JSON.stringify(command[0])}, ${JSON.stringify(command.slice(1))}.concat(process.argv.slice(2)), { stdio: 'inherit' }).status !== 0) process.exit(1);`,
      ];
    case 'link':
      return ['a link to another file', shell];
    case 'no-file':
      return ['not a regular file', shell];
    case 'binary':
      return ['not a text file', `(run this from it, and end with its exit code)  ${shell}`];
    default:
      return ['no shell script', `(in its own language, ending with this exit code)  ${shell}`];
  }
}

/** What is good to know once all is written. */
function advice({ place, home, manager, show }: Survey, written: readonly Step[]): Step[] {
  if (written.every((done) => done.kind === 'same')) return [];
  const found: Step[] = [];
  const manifest = readManifest(place.project) ?? {};
  if (home.fleeting && place.project === '') found.push(step('fleeting-global', home.folder));
  else if (home.fleeting) found.push(step('fleeting', home.folder, adding(place)));
  if (place.kind === 'outside') found.push(step('global-shared', place.folder));
  else if (manager) found.push(step('plain-fragile', manager.name));
  else if (place.kind === 'git') found.push(...toShare(home, manifest));
  else {
    const files = INSTALLED.map((hook) => show(join(place.scripts, hook)));
    const changed = written.some(({ code, kind }) => kind === 'done' && code !== 'husky-set-up');
    if (changed) found.push(step('share-commit', files.join(' ')));
    const scripts = manifest.scripts as Record<string, unknown> | undefined;
    if (place.kind === 'husky' && scripts?.prepare === undefined) found.push(step('share-husky'));
    const asked = home.inTree === '.' || wanted(manifest, 'keyfence') !== undefined;
    if (!asked) found.push(step('share-package', adding(place)));
  }
  return [...found, step('prove')];
}

function toShare(home: Home, manifest: Manifest): Step[] {
  if (!home.inTree.includes('/')) return [];
  const prepare = (manifest.scripts as Record<string, unknown> | undefined)?.prepare ?? '';
  if (/keyfence install/.test(String(prepare))) return [];
  const both = prepare === '' ? 'keyfence install' : `${prepare} && keyfence install`;
  return [step('share-prepare', `"prepare": ${JSON.stringify(both)}`)];
}
