/** The scanning commands: open, resolve, scan, print, and the exit code of DESIGN.md §5. */
import manifest from '../../package.json' with { type: 'json' };
import { diskPolicy, type Options, type Output, resolveOptions } from '../config.ts';
import { failureOf, KeyfenceError } from '../errors.ts';
import type { CommandLine, FlagValues } from '../flags.ts';
import { openRepository, type Repository } from '../git.ts';
import { plainLine, plainNote } from '../report/summary.ts';
import type { FilesWorkers } from '../scan/files-workers.ts';
import type { Request } from '../scan/request.ts';
import { scan } from '../scan.ts';
import type { Command, Report, Reporter, Style } from '../types.ts';
import type { readReports } from './merge.ts';
import { isTerminal, print, printFile, seemsTerminal, terminalWidth } from './output.ts';
import type { Plan } from './plan.ts';
import { visible } from './words.ts';

type Reports = ReturnType<typeof readReports> | undefined;

const WALKS: readonly Command[] = ['history', 'push', 'ci'];
/** These may take long: progress is shown, and Ctrl-C reports what was found so far. */
const LONG: readonly Command[] = [...WALKS, 'files'];
const STDOUT = 1;
const STDERR = 2;

/** However it ends: a git that still waits for questions would keep the process alive for ever. */
export async function runScan(command: Command, line: CommandLine): Promise<number> {
  const { flags } = line;
  const wanted = { flags, needed: needed(command, line) };
  const reports =
    line.command === 'merge' ? (await import('./merge.ts')).readReports(line.operands) : undefined;
  const workers = line.command === 'files' ? await startAhead(line) : undefined;
  let repository: Repository | undefined;
  try {
    repository = await repositoryFor(process.cwd(), wanted);
    return await scanIn(repository, command, { line, reports, workers });
  } finally {
    repository?.close();
    workers?.close();
  }
}

/** In a large tree, a thread that is ready when there is something to read. */
async function startAhead({ flags, operands }: CommandLine): Promise<FilesWorkers | undefined> {
  const whole = operands.length === 0 && !flags['stdin-paths0'];
  if (!whole || flags.jobs === '1') return undefined;
  const { startAhead } = await import('../scan/files-workers.ts');
  return startAhead(process.cwd(), flags['no-gitignore'] === true);
}

interface Wanted {
  readonly line: CommandLine;
  readonly reports: Reports;
  readonly workers: FilesWorkers | undefined;
}

async function scanIn(
  repository: Repository | undefined,
  command: Command,
  { line, reports, workers }: Wanted,
): Promise<number> {
  const { env } = process;
  const cwd = process.cwd();
  const flags = line.flags;
  if (repository?.bare) refuseBare(command, line);
  const terminal = flags['show-secrets'] ? await isTerminal(STDOUT) : seemsTerminal(STDOUT);
  const top = repository?.top || cwd;
  const planned = (WALKS.includes(command) && !reports) || flags['policy-ref'] !== undefined;
  const onGithub = command === 'ci' && env.GITHUB_ACTIONS === 'true';
  const plan =
    planned && repository
      ? await (await import('./plan.ts')).planFor(reports ? 'files' : command, line, repository)
      : undefined;
  const policy = plan ? plan.policy : diskPolicy(top);
  const options = await resolveOptions({
    flags: {
      ...(onGithub && { format: ['pretty', 'github'] }),
      ...flags,
      ...(plan?.inline === false && { 'no-inline': true }),
    },
    top,
    cwd,
    env,
    terminal,
    policy,
  });
  // A range that holds nothing asks for no config; at a push, as at a commit, there is no time to list all.
  const brief = plan?.selection !== undefined && command !== 'ci' && flags.shard === undefined;
  if (repository && WALKS.includes(command) && !brief) {
    await (await import('./tree.ts')).checkWhole(repository, options);
  }
  const notices = plan && repository ? await noticesOf(plan, repository, options) : undefined;
  const request: Request = {
    ...(await asked(command, line, { plan, reports })),
    ...(repository && { repository }),
    ...(notices && { notices }),
    ...(plan?.newRefs && { newRefs: plan.newRefs }),
    policy,
    cwd,
    env,
  };
  const report = LONG.includes(command)
    ? await (await import('./walking.ts')).scanWalking(request, options, {
        flags,
        selection: plan?.selection,
        ...(reports && { reports }),
        ...(workers && { workers }),
      })
    : await scan(request, options);
  const everyPlace = flags['all-places'] === true;
  await render(report, options, { terminal, everyPlace });
  const annotated = onGithub || options.formats.some(({ format }) => format === 'github');
  const summary = annotated && env.GITHUB_ACTIONS === 'true' ? env.GITHUB_STEP_SUMMARY : undefined;
  if (summary) await summarize(report, summary);
  return report.failure?.code === 'interrupted' ? 130 : exitCode(report, options);
}

/** What the command line itself says of the request. */
async function asked(
  command: Command,
  { flags, operands }: CommandLine,
  { plan, reports }: { readonly plan: Plan | undefined; readonly reports: Reports },
) {
  return {
    command,
    version: manifest.version,
    operands: reports ? [] : operands,
    ...(flags.name !== undefined && { name: flags.name }),
    ...(flags['no-gitignore'] && { gitignored: true }),
    ...(flags['stdin-paths0'] && { paths0: process.stdin }),
    ...(flags['all-lines'] && { allLines: true }),
    ...(flags.path && { within: await within(flags.path) }),
    ...(plan?.scope !== undefined && { scope: plan.scope }),
    ...(reports?.[0] && { scope: reports[0].report.target.scope }),
    started: new Date().toISOString().slice(0, 19),
  };
}

async function noticesOf(plan: Plan, repository: Repository, { compat }: Options) {
  const { otherSuppressions } = await import('./plan.ts');
  return [...plan.notices, ...(await otherSuppressions(plan, repository, compat))];
}

async function within(globs: readonly string[]): Promise<(path: string) => boolean> {
  const { compileGlob } = await import('../config/globs.ts');
  const matches = globs.map((glob) => {
    try {
      return compileGlob(glob);
    } catch (error) {
      const next = 'Globs are relative to the repository’s root.';
      throw new KeyfenceError('usage', `--path: ${(error as Error).message}`, next);
    }
  });
  return (path) => matches.some((match) => match(path));
}

/** In a server's hook `staged` would say "nothing staged" to everything, and `files` would read packs, squeezed as they are. */
function refuseBare(command: Command, { flags, operands }: CommandLine): void {
  const next = 'To scan what it holds: npx keyfence history';
  if (command === 'staged') {
    const what = 'A bare repository has no index: nothing is staged in it.';
    throw new KeyfenceError('usage', what, next);
  }
  if (command === 'files' && operands.length === 0 && !flags['stdin-paths0']) {
    const what = "A bare repository has no files but git's own, which are not read.";
    throw new KeyfenceError('usage', what, next);
  }
}

const needed = (command: Command, line: CommandLine): boolean =>
  command !== 'stdin' && command !== 'files' && line.command !== 'merge';

/** Files and stdin are scanned outside a repository too; everything else needs one. */
async function repositoryFor(
  cwd: string,
  { flags, needed }: { readonly flags: FlagValues; readonly needed: boolean },
): Promise<Repository | undefined> {
  try {
    return await openRepository(cwd, { trust: flags['trust-repo'] === true, env: process.env });
  } catch (error) {
    if (needed || failureOf(error).code !== 'not-a-repository') throw error;
    return undefined;
  }
}

async function render(
  report: Report,
  options: Options,
  { terminal, everyPlace }: { readonly terminal: boolean; readonly everyPlace: boolean },
): Promise<void> {
  // The config's name stands in the last line; only --verbose has a line for it.
  const notices = report.notices.filter(({ code }) => options.verbose || code !== 'config-used');
  const clean = report.complete && report.findings.length === 0;
  const style: Style = {
    color: options.color,
    width: terminal && !(clean && notices.length === 0) ? terminalWidth() : 80,
    verbose: options.verbose,
    everyPlace,
    quiet: options.quiet,
    self: self(),
  };
  for (const output of options.formats) {
    const short = clean && report.skipped.length === 0 ? plainNote(notices, style) : undefined;
    if (output.format === 'pretty' && !output.file && short !== undefined) {
      if (!print(STDOUT, [short, plainLine(report, style)])) return;
      continue;
    }
    const reporter = await reporterOf(output);
    const plain = output.file === undefined ? style : { ...style, color: false, width: 80 };
    if (output.file !== undefined) printFile(output.file, reporter(report, plain));
    else if (!print(STDOUT, reporter(report, plain))) return;
  }
}

/** The page that GitHub shows for the job; other steps may have written to it before. */
async function summarize(report: Report, file: string): Promise<void> {
  const { githubSummary } = await import('../report/github.ts');
  const { appendFileSync } = await import('node:fs');
  const style = { color: false, width: 80, verbose: false, quiet: false, self: self() };
  appendFileSync(file, [...githubSummary(report, style)].join(''));
}

/** Loaded when there is something to say: most commits are clean. */
async function reporterOf({ format }: Output): Promise<Reporter> {
  switch (format) {
    case 'pretty':
      return (await import('../report/pretty.ts')).pretty;
    case 'json':
      return (await import('../report/json.ts')).json;
    case 'sarif':
      return (await import('../report/sarif.ts')).sarif;
    case 'junit':
      return (await import('../report/junit.ts')).junit;
    case 'github':
      return (await import('../report/github.ts')).github;
    case 'gitlab':
      return (await import('../report/gitlab.ts')).gitlab;
    case 'csv':
      return (await import('../report/csv.ts')).csv;
    case 'markdown':
      return (await import('../report/markdown.ts')).markdown;
    case 'html':
      return (await import('../report/html.ts')).html;
  }
}

export function exitCode(report: Report, options: Options): 0 | 1 | 2 {
  if (!report.complete) return 2;
  if (options.strict && report.skipped.some((skip) => skip.reason !== 'ignored-by')) return 2;
  const unused = report.notices.some((notice) => notice.code === 'unused-ignores');
  if (options.failOnUnused && unused) return 2;
  const leaks = report.findings.some((finding) => finding.severity === 'error');
  return leaks && !options.exitZero ? 1 : 0;
}

/** What a person types to run this keyfence again. */
export function self(): string {
  return /[\\/]lib[\\/]node_modules[\\/]/.test(process.argv[1] ?? '') ? 'keyfence' : 'npx keyfence';
}

/** Says what went wrong before a report could be made; gives the exit code. */
export function failed(error: unknown): 2 {
  const { message, next } = failureOf(error);
  const typed = visible(next).replaceAll('npx keyfence', self());
  print(STDERR, [`keyfence: ${visible(message)}\n  ${typed}\n`]);
  return 2;
}
