/** The adoption drill (scripts/drill.js) over a made repository with a long past. */
import { expect, test } from 'vitest';
import { authKey, genericValue, standardKey } from './helpers/keys.ts';
import { type Repo, repository, root, run } from './helpers/repo.ts';

const COMMITS = 12;
const KEYS = 5;

/** Old leaks in files that moved, went and were rewritten, on a side branch and in a message. */
function oldRepository(): Repo {
  const repo = repository();
  for (let commit = 0; commit < COMMITS; commit++) {
    const lines = Array.from({ length: KEYS }, (_, key) => {
      const seed = commit * KEYS + key;
      const value = [authKey, standardKey, genericValue][seed % 3]!(seed);
      return `export const service${seed} = { apiKey: "${value}" };\n`;
    });
    repo.commit(`src/${commit % 5}/service.ts`, lines.join(''), `change ${commit}`);
  }
  repo.git('mv', 'src/0', 'src/moved');
  repo.git('commit', '-q', '-m', 'move');
  repo.git('rm', '-q', '-r', 'src/1');
  repo.git('commit', '-q', '-m', `remove; the key was ${authKey(900)}`);
  return repo;
}

const drill = (repo: Repo) => run(process.execPath, ['scripts/drill.js', repo.path], { cwd: root });

test.skipIf(process.platform === 'win32')(
  'L1 the adoption drill: from the first npx to green in five commands, and new keys still fail',
  () => {
    const { status, stdout, stderr } = drill(oldRepository());
    expect(stderr).toBe('');
    expect(status, stdout).toBe(0);
    expect(stdout).toContain(`Green after 5 commands, with ${COMMITS * KEYS + 1} old findings.`);
    expect(stdout.match(/^\$ /gm)?.length).toBe(9);
  },
);

test.skipIf(process.platform === 'win32')(
  'the drill fails where a step comes out otherwise',
  () => {
    const repo = repository();
    repo.commit('a.ts', 'export const nothing = 1;\n');
    const { status, stderr } = drill(repo);
    expect(status).toBe(1);
    expect(stderr).toContain('npx keyfence history: exit code 0 instead of 1');
  },
);
