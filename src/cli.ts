/** argv → Command → exit code. The only place where the process's exit code is written. */
import { failed, runScan } from './cli/scanning.ts';
import type { CommandLine } from './flags.ts';
import type { Command } from './types.ts';

const SCANS = ['staged', 'message', 'push', 'history', 'ci', 'files', 'stdin'] as const;

async function main(argv: readonly string[]): Promise<number> {
  const line = bare(argv) ?? (await import('./flags.ts')).parseCommandLine(argv);
  if (line.flags.help || line.flags.version || !isScan(line.command)) {
    return (await import('./cli/others.ts')).runOther(line);
  }
  return runScan(line.command, line);
}

/** What the hooks type, without the argument parser: it would cost more than it does. */
function bare(argv: readonly string[]): CommandLine | undefined {
  const [command, ...operands] = argv;
  const known = command === 'staged' ? 0 : command === 'message' ? 1 : -1;
  if (operands.length !== known || operands[0]?.startsWith('-')) return undefined;
  return { command: command as 'staged' | 'message', flags: {}, operands };
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
