/** argv → Command → exit code. The only place where the process's exit code is written. */
import { failed, runScan } from './cli/scanning.ts';
import type { CommandLine } from './flags.ts';
import type { Command } from './types.ts';

const SCANS = ['staged', 'message', 'push', 'history', 'ci', 'files', 'stdin'] as const;

/** How many operands the hooks give, and who types a range. */
const OPERANDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  staged: [0, 0],
  message: [1, 1],
  push: [0, 2],
  history: [0, 1],
  ci: [0, 0],
};

async function main(argv: readonly string[]): Promise<number> {
  const line = bare(argv) ?? (await import('./flags.ts')).parseCommandLine(argv);
  if (line.flags.help || line.flags.version || !isScan(line.command)) {
    if (line.command === 'merge' && !line.flags.help && !line.flags.version) {
      return runScan('history', line);
    }
    return (await import('./cli/others.ts')).runOther(line);
  }
  return runScan(line.command, line);
}

/** What the hooks type, without the argument parser: it would cost more than it does. */
function bare(argv: readonly string[]): CommandLine | undefined {
  const [command, ...operands] = argv;
  const [least, most] = OPERANDS[command ?? ''] ?? [1, 0];
  const count = operands.length;
  if (count < least || count > most || operands.some((word) => word.startsWith('-'))) {
    return undefined;
  }
  return { command: command as Command, flags: {}, operands };
}

function isScan(command: string): command is Command {
  return (SCANS as readonly string[]).includes(command);
}

function crash(error: unknown): void {
  process.exitCode = failed(error);
}

process.on('uncaughtException', crash);
main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
}, crash);
