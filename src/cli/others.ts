/** The commands that do not scan. */
import manifest from '../../package.json' with { type: 'json' };
import { KeyfenceError } from '../errors.ts';
import type { CommandLine } from '../flags.ts';
import { print } from './output.ts';

const STDOUT = 1;

export async function runOther(line: CommandLine): Promise<number> {
  if (line.flags.version) {
    print(STDOUT, [`keyfence ${manifest.version}\n`]);
    return 0;
  }
  switch (line.command) {
    default:
      throw new KeyfenceError('usage', `${line.command} is not there yet.`, 'See `keyfence help`.');
  }
}
