import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { folder, type Repo, repository, run } from '../helpers/repo.ts';

const git = run('sh', ['-c', 'command -v git'], {}).stdout.trim();

/** A git that behaves oddly in one subcommand and is the real one in every other. */
function stub(subcommand: string, behaviour: string): NodeJS.ProcessEnv {
  const place = folder();
  const script = `#!/bin/sh
for word do
  if [ "$word" = ${subcommand} ]; then
    ${behaviour}
  fi
done
exec '${git}' "$@"
`;
  writeFileSync(join(place, 'git'), script, { mode: 0o755 });
  return { PATH: `${place}${delimiter}${process.env.PATH}` };
}

const odd = ['--object-format=sha256'];

/** Packed objects of an everyday repository are read without git; these are not. */
function packed(): Repo {
  const repo = repository(...odd);
  const text = Array.from({ length: 2000 }, (_, index) => `line ${index}\n`).join('');
  repo.commit('a', text);
  repo.git('gc', '-q', '--prune=now');
  const oid = repo.git('rev-parse', 'HEAD:a');
  repo.git('update-index', '--add', '--cacheinfo', `100644,${oid},b`);
  return repo;
}

/** Each git child of `keyfence staged`, in a repository that needs it. */
const children: [string, () => Repo][] = [
  ['rev-parse', () => repository(...odd).stage('a', 'clean\n')],
  ['hash-object', () => repository(...odd).stage('a', 'clean\n')],
  [
    'diff-index',
    () => {
      const repo = repository(...odd);
      repo.commit('a', 'clean\n');
      return repo.stage('b', 'clean\n').stage('c', 'clean\n');
    },
  ],
  ['cat-file', packed],
];

const failures: [string, string][] = [
  ['exits 1', 'exit 1'],
  ['exits 128 with a word on stderr', 'echo "fatal: no" >&2; exit 128'],
  ['is killed', 'kill -9 $$'],
  ['stops half-way', `head -n 1 | '${git}' "$@" | head -c 60; exit 0`],
  ['stops half-way and fails', `head -n 1 | '${git}' "$@" | head -c 60; exit 1`],
];

describe.each(children)('A1 git %s', (subcommand, make) => {
  test.each(failures)('A1 %s: exit 2, never clean', (_, behaviour) => {
    const ran = make().keyfence(['staged'], { env: stub(subcommand, behaviour) });
    expect(ran.status, ran.stdout + ran.stderr).toBe(2);
    expect(ran.stdout + ran.stderr).not.toMatch(/no leaks|: clean/i);
    expect(ran.stdout + ran.stderr).not.toContain('fatal:');
  });

  test('A1 writes to stderr and works: nothing changes', () => {
    const noisy = stub(subcommand, 'echo "warning: git-crypt says hello" >&2');
    const ran = make().keyfence(['staged'], { env: noisy });
    expect(ran.status, ran.stdout + ran.stderr).toBe(0);
    expect(ran.stdout + ran.stderr).not.toContain('hello');
  });
});

test('A1 G3 a key and a failure together: exit 2, and the key is reported', () => {
  const repo = packed();
  repo.stage('a-first.ts', `const key = "${authKey(4)}";\n`);
  const ran = repo.keyfence(['staged'], { env: stub('cat-file', 'exit 1') });
  expect(ran.status).toBe(2);
  expect(ran.stdout + ran.stderr).toContain(authKey(4).slice(-4));
});

test('I2 no git call carries a path, and the hook stays within three git processes', () => {
  const log = join(folder(), 'calls');
  const repo = packed();
  repo.stage('odd name.ts', `const key = "${authKey(5)}";\n`);
  const counted = stub('cat-file', `echo "$*" >> '${log}'; exec '${git}' "$@"`);
  const place = counted.PATH!.split(delimiter)[0]!;
  writeFileSync(join(place, 'git'), `#!/bin/sh\necho "$*" >> '${log}'\nexec '${git}' "$@"\n`);
  expect(repo.keyfence(['staged'], { env: counted }).status).toBe(1);
  const calls = run('cat', [log], {}).stdout.trim().split('\n');
  expect(calls.length).toBeLessThanOrEqual(3);
  expect(calls.join('\n')).not.toContain('odd name');
});
