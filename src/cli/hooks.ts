/** install, uninstall, doctor: runs them and prints their steps. */
import type { CommandLine } from '../flags.ts';
import type { Repository } from '../git.ts';
import { doctor, install, type Step, type StepKind, uninstall } from '../hook.ts';
import { isTerminal, print } from './output.ts';
import { visible } from './words.ts';

const STDOUT = 1;

const COMMANDS = { install, uninstall, doctor };

const MARKS = { done: '✓', same: '=', note: '·', problem: '✗' } as const satisfies Record<
  StepKind,
  string
>;
const INKS = { done: 32, same: 2, note: 2, problem: 31 } as const satisfies Record<
  StepKind,
  number
>;

export async function runHooks(
  command: 'install' | 'uninstall' | 'doctor',
  { flags }: CommandLine,
): Promise<number> {
  const { env } = process;
  const color = flags['no-color'] !== true && !env.NO_COLOR && (await isTerminal(STDOUT));
  const options = {
    cwd: process.cwd(),
    env,
    trust: flags['trust-repo'] === true,
    global: flags.global === true,
    plain: flags.plain === true,
    print: flags.print === true,
    verbose: flags.verbose === true,
    cache,
  };
  const { ok, steps } = await COMMANDS[command](options);
  for (const step of steps) {
    if (flags.quiet && step.kind !== 'problem') continue;
    print(STDOUT, [line(step, color), ...step.lines.map((text) => `    ${visible(text)}\n`)]);
  }
  return ok ? 0 : 2;
}

async function cache(repo: Repository) {
  const [{ cached }, { size }] = await Promise.all([
    import('../history/cached.ts'),
    import('../report/summary.ts'),
  ]);
  const found = cached(repo, process.env);
  return found && { ...found, size: size(found.bytes) };
}

function line({ kind, text }: Step, color: boolean): string {
  const mark = color ? `\u001b[${INKS[kind]}m${MARKS[kind]}\u001b[0m` : MARKS[kind];
  return `${mark} ${visible(text)}\n`;
}
