/**
 * `keyfence doctor`. A hook that is not there stops nothing and says nothing, so doctor does not look at
 * settings and conclude: it lets this repository's hooks meet a key, in a throw-away repository, and
 * reports what they did. What `causes.ts` finds in files and settings says why.
 */
import { join } from 'node:path';
import { type Environment, openRepository } from '../git.ts';
import { tellAhead } from './ahead.ts';
import { causes, type Version } from './causes.ts';
import { isRun, readHook } from './file.ts';
import { type Hook, INSTALLED } from './script.ts';
import { type HookOptions, type Survey, survey } from './survey.ts';
import { Trial, type Tried } from './trial.ts';
import { type Outcome, outcome, type Step, step } from './wording.ts';

/**
 * Proves that the hooks stop a key, or says why they do not. The repository is only read.
 * @throws KeyfenceError 'not-a-repository', 'no-git', 'dubious-ownership', 'git-failed'
 */
export async function doctor(options: HookOptions): Promise<Outcome> {
  const repo = await openRepository(options.cwd, options);
  if (repo.bare || repo.top === '') return outcome([step('bare', repo.gitDir)]);
  const found = await survey(repo, options.cwd);
  const words = (await repo.git(['--version'])).toString().match(/(\d+)\.(\d+)/) ?? ['', '0', '0'];
  const git: Version = [Number(words[1]), Number(words[2])];
  const because = causes(found, options.env, git);
  const trial = Trial.open(found, options.env);
  try {
    const proof = await prove(trial, found);
    const riddle = because.length === 0 && proof.some(({ code }) => code === 'not-stopped');
    const reason = riddle ? [noCause(found)] : because;
    const hooks = step('takes-hooks', found.show(found.place.folder));
    const rest = [tellAhead(found), ...(await cacheOf(found, options))];
    return outcome([hooks, ...proof, ...reason, ...rest]);
  } finally {
    trial.close();
  }
}

async function cacheOf({ repo, show }: Survey, { cache }: HookOptions): Promise<Step[]> {
  if (!cache) return [];
  const words = await cache(repo);
  if (!words) return [step('cache-none')];
  const { folder, size, trouble } = words;
  const known = [show(folder), size] as const;
  return [
    trouble === undefined ? step('cache-own', ...known) : step('cache-foreign', ...known, trouble),
  ];
}

const noCause = ({ place, show }: Survey) =>
  step('no-cause', show(join(place.scripts, 'pre-commit')));

async function prove(trial: Trial, found: Survey): Promise<Step[]> {
  const steps = [judge(found, 'pre-commit', await trial.commit(true))];
  if (steps[0]!.code === 'package-missing' || steps[0]!.code === 'node-missing') return steps;
  if (steps[0]!.code === 'stopped') {
    if (process.platform !== 'win32') steps.push(...bare(await trial.commit(true, BARE)));
    steps.push(await judgeClean(trial, found, await trial.commit(false)));
  }
  for (const hook of INSTALLED) {
    // One that git would pass by is among the causes.
    const file = readHook(join(found.place.folder, hook));
    if (hook === 'pre-commit' || file === undefined || !isRun(file.mode)) continue;
    steps.push(judge(found, hook, await trial.hook(hook)));
  }
  return steps;
}

function judge(found: Survey, hook: Hook, tried: Tried): Step {
  const file = found.show(join(found.place.scripts, hook));
  if (tried.end === 'hangs') return step('hangs', hook);
  if (tried.end === 'passed') {
    return tried.reported ? step('swallowed', file) : step('not-stopped', hook);
  }
  if (tried.reported) return step('stopped', hook);
  const missing = PACKAGE_MISSING.exec(tried.said);
  if (missing) return step('package-missing', missing[1]!);
  const old = NODE_OLD.exec(tried.said);
  if (old) return step('node-old', old[1]!, old[2]!);
  if (NODE_MISSING.test(tried.said)) return step('node-missing', ...ofKeyfence(tried.said));
  return step('stopped-by-other', hook, lastLine(tried.said));
}

/** As the hook, `bin/hook.sh` and `bin/keyfence.js` word it. */
const PACKAGE_MISSING =
  /(?:keyfence is not installed here|has no dist\/cli\.cjs)[^\n]*\n *Type: ([^\n]*)/;
const NODE_OLD = /keyfence needs Node 20\.19 .* was started by (\S+) \((.*)\)/;
const NODE_MISSING = /keyfence: node was not found/;

/** What a program has that was not started from a terminal. */
const BARE: Environment = { PATH: '/usr/bin:/bin' };

function bare(tried: Tried): Step[] {
  if (tried.reported) return tried.end === 'stopped' ? [step('stopped-bare')] : [];
  return NODE_MISSING.test(tried.said)
    ? [step('node-missing-bare', ...ofKeyfence(tried.said))]
    : [];
}

async function judgeClean(trial: Trial, found: Survey, tried: Tried): Promise<Step> {
  if (tried.end === 'passed') return step('clean-passes');
  const own = trial.keyfence(found.home);
  if (own !== undefined) return step('clean-stopped', lastLine(own));
  return step('clean-other', afterKeyfence(tried.said));
}

/** What can be quoted: no control bytes, no rulers, nothing of husky's, and no way around hooks. */
const lines = (said: string) =>
  said
    .replace(/[^\P{Cc}\n]/gu, '')
    .split('\n')
    .filter(
      (line) => /\p{L}/u.test(line) && !/^husky - |^npm (?:warn|notice)|--no-verify/i.test(line),
    )
    .map((line) => line.slice(0, 200));

const lastLine = (said: string) => lines(said).at(-1) ?? '(nothing)';

/** The first words after keyfence's last line. */
function afterKeyfence(said: string): string {
  const all = lines(said);
  return all[all.findLastIndex((line) => /^scanned .*: clean/.test(line)) + 1] ?? '(nothing)';
}

/** From keyfence's own first word on. */
function ofKeyfence(said: string): string[] {
  const all = lines(said);
  return all.slice(all.findIndex((line) => NODE_MISSING.test(line)));
}
