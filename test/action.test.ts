import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from './helpers/keys.ts';
import { bin, folder, Repo, repository, root, run } from './helpers/repo.ts';

/** The `run: |` block of action.yml. */
function script(): string {
  const [, block] = readFileSync(join(root, 'action.yml'), 'utf8').split('run: |\n') as [
    string,
    string,
  ];
  return block.replace(/^ {8}/gm, '');
}

test.skipIf(process.platform === 'win32')(
  'the script of action.yml fails on a key, writes SARIF, and does not run what stands in an input',
  () => {
    const repo = repository();
    const base = repo.commit('README.md', 'x');
    const head = repo.commit('a.ts', `export const k = "${authKey(1)}";\n`);
    const event = JSON.stringify({ ref: 'refs/heads/main', before: base, after: head });
    const home = new Repo(folder()).write('event.json', event).path;
    // npx of the published name, answered by this checkout: the rest of the script is as it is.
    mkdirSync(join(home, 'bin'));
    const npx = `#!/bin/sh\n[ "$1 $2" = "--yes keyfence@1.2.3" ] || exit 99\nshift 2\nexec node '${bin}' "$@"\n`;
    writeFileSync(join(home, 'bin', 'npx'), npx, { mode: 0o755 });
    symlinkSync(process.execPath, join(home, 'bin', 'node'));
    const act = (sarif: string, args: string) =>
      run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script()], {
        cwd: repo.path,
        env: {
          PATH: `${join(home, 'bin')}:${process.env.PATH}`,
          CI: 'true',
          GITHUB_ACTIONS: 'true',
          GITHUB_EVENT_NAME: 'push',
          GITHUB_EVENT_PATH: join(home, 'event.json'),
          KEYFENCE_VERSION: '1.2.3',
          KEYFENCE_SARIF: sarif,
          KEYFENCE_ARGS: args,
        },
      });
    const found = act('out.sarif', '--web-keys error');
    expect(found.status).toBe(1);
    expect(found.stdout).toContain('::error file=a.ts,line=1');
    const sarif = JSON.parse(readFileSync(join(repo.path, 'out.sarif'), 'utf8'));
    expect(sarif.runs[0].results.length).toBe(1);
    expect(act('', '--exit-zero').status).toBe(0);
    const hostile = act('', '$(touch pwned) ;touch pwned');
    expect(hostile.status).toBe(2);
    expect(repo.tryGit(['status', '--porcelain']).stdout).not.toContain('pwned');
  },
);
