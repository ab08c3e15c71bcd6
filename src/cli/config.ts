/** config: checks the configuration of all folders and prints it merged, with the origin of each value. */

import { showConfig } from '../config/show.ts';
import { readIgnores, resolveOptions } from '../config.ts';
import type { CommandLine } from '../flags.ts';
import { openRepository } from '../git.ts';
import { isTerminal, print } from './output.ts';
import { policyOf } from './plan.ts';
import { checkWhole } from './tree.ts';
import { visible } from './words.ts';

const STDOUT = 1;

export async function runConfig(line: CommandLine): Promise<number> {
  const { env } = process;
  const { flags } = line;
  const cwd = process.cwd();
  const repository = await openRepository(cwd, { trust: flags['trust-repo'] === true, env });
  try {
    const top = repository.top || cwd;
    const terminal = await isTerminal(STDOUT);
    const policy = await policyOf(line, repository);
    const options = await resolveOptions({ flags, top, cwd, env, terminal, policy });
    await checkWhole(repository, options);
    const { entries } = await readIgnores(policy);
    print(
      STDOUT,
      showConfig(options, entries.length).map((text) => `${visible(text)}\n`),
    );
  } finally {
    repository.close();
  }
  return 0;
}
