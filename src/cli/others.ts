/** The commands that do not scan. */
import manifest from '../../package.json' with { type: 'json' };
import { KeyfenceError } from '../errors.ts';
import { type CommandLine, type CommandName, commands } from '../flags.ts';
import { didYouMean } from '../nearest.ts';
import { print } from './output.ts';
import { self } from './scanning.ts';

const STDOUT = 1;

export async function runOther(line: CommandLine): Promise<number> {
  if (line.flags.version) {
    print(STDOUT, [`keyfence ${manifest.version}\n`]);
    return 0;
  }
  if (line.flags.help) return help([line.command]);
  switch (line.command) {
    case 'help':
      return help(line.operands);
    case 'install':
    case 'uninstall':
    case 'doctor':
      return (await import('./hooks.ts')).runHooks(line.command, line);
    case 'completion':
      return completions(line.operands[0]);
    case 'config':
      return (await import('./config.ts')).runConfig(line);
    case 'rules':
      return (await import('./rules.ts')).runRules(line);
    case 'self-test':
      return (await import('./rules.ts')).runSelfTest(line);
    case 'ignore':
      return (await import('./ignore.ts')).runIgnore(line);
    default:
      throw new KeyfenceError(
        'usage',
        `${line.command} is not there yet.`,
        'See `npx keyfence help`.',
      );
  }
}

async function help(operands: readonly string[]): Promise<number> {
  const { helpOn, overview } = await import('../help.ts');
  const [word] = operands;
  const width = process.stdout.columns || 80;
  if (word === undefined || word === 'help') print(STDOUT, [overview(self())]);
  else print(STDOUT, [helpOn(commandNamed(word), self(), width)]);
  return 0;
}

function commandNamed(word: string): CommandName {
  if (Object.hasOwn(commands, word)) return word as CommandName;
  const what = `There is no command ${JSON.stringify(word)}.${didYouMean(word, Object.keys(commands))}`;
  throw new KeyfenceError('usage', what, 'See `npx keyfence help` for the list.');
}

async function completions(word: string | undefined): Promise<number> {
  const { completion, shells } = await import('../completion.ts');
  const shell = shells.find((name) => name === word);
  if (!shell) {
    const what = `completion needs the name of a shell: ${shells.join(', ')}.`;
    throw new KeyfenceError('usage', what, 'Try `npx keyfence completion bash`.');
  }
  print(STDOUT, [completion(shell)]);
  return 0;
}
