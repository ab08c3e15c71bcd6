/** config: checks the configuration and prints it merged, with the origin of each value. */

import { showConfig } from '../config/show.ts';
import { diskPolicy, resolveOptions } from '../config.ts';
import type { CommandLine } from '../flags.ts';
import { openRepository } from '../git.ts';
import { isTerminal, print } from './output.ts';
import { visible } from './words.ts';

const STDOUT = 1;

export async function runConfig({ flags }: CommandLine): Promise<number> {
  const { env } = process;
  const cwd = process.cwd();
  const { top } = await openRepository(cwd, { trust: flags['trust-repo'] === true, env });
  const terminal = await isTerminal(STDOUT);
  const options = await resolveOptions({ flags, top, cwd, env, terminal, policy: diskPolicy(top) });
  print(
    STDOUT,
    showConfig(options).map((line) => `${visible(line)}\n`),
  );
  return 0;
}
