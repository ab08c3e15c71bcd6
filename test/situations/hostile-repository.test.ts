import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { authKey } from '../helpers/keys.ts';
import { folder, type Repo, repository } from '../helpers/repo.ts';

/** Every setting by which a repository can name a program that git would run. */
const commands = [
  'core.fsmonitor',
  'core.pager',
  'core.sshCommand',
  'core.askPass',
  'core.editor',
  'core.gitProxy',
  'core.alternateRefsCommand',
  'sequence.editor',
  'diff.external',
  'diff.evil.command',
  'diff.evil.textconv',
  'filter.evil.clean',
  'filter.evil.smudge',
  'filter.evil.process',
  'merge.evil.driver',
  'mergetool.evil.cmd',
  'credential.helper',
  'gpg.program',
  'gpg.ssh.program',
  'uploadpack.packObjectsHook',
  'pager.diff-index',
  'pager.cat-file',
  'pager.rev-parse',
  'pager.ls-files',
  'pager.config',
  'interactive.diffFilter',
  'trailer.evil.command',
  'ssh.variant',
  'browser.evil.cmd',
  'remote.origin.uploadpack',
];

const hooks = ['pre-commit', 'post-index-change', 'reference-transaction', 'fsmonitor-watchman'];

interface Hostile {
  readonly repo: Repo;
  readonly canary: string;
}

function hostile(...kind: string[]): Hostile {
  const repo = repository(...kind);
  repo.commit('old.ts', 'clean\n');
  const canary = join(folder(), 'ran');
  const script = join(folder(), 'evil.sh');
  writeFileSync(script, `#!/bin/sh\necho "$0 $*" >> '${canary}'\nexec cat\n`, { mode: 0o755 });
  repo.write('node_modules/.bin/git', `#!/bin/sh\necho bin >> '${canary}'\n`);
  for (const name of ['git', 'git.exe', 'git.cmd', 'node_modules/.bin/git']) {
    repo.write(name, `#!/bin/sh\necho ${name} >> '${canary}'\n`);
    chmodSync(join(repo.path, name), 0o755);
  }
  repo.stage('leak.ts', `const key = "${authKey(6)}";\n`);
  repo.write('.gitattributes', '* diff=evil filter=evil merge=evil\n');
  repo.write('.git/info/attributes', '* diff=evil filter=evil merge=evil\n');
  mkdirSync(join(repo.path, '.git/hooks'), { recursive: true });
  for (const name of hooks) {
    repo.write(`.git/hooks/${name}`, `#!/bin/sh\necho ${name} >> '${canary}'\n`);
    chmodSync(join(repo.path, '.git/hooks', name), 0o755);
  }
  const included = join(folder(), 'included');
  writeFileSync(included, `[core]\n\tfsmonitor = ${script}\n\thooksPath = .git/hooks\n`);
  for (const name of commands) repo.git('config', name, script);
  repo.git('config', 'include.path', included);
  repo.git('config', 'alias.diff-index', `!${script}`);
  repo.git('config', 'alias.config', `!${script}`);
  repo.git('config', 'core.untrackedCache', 'true');
  repo.git('config', 'protocol.ext.allow', 'always');
  repo.git('config', 'remote.origin.url', `ext::${script}`);
  repo.git('config', 'remote.origin.promisor', 'true');
  repo.git('config', 'extensions.partialClone', 'origin');
  repo.git('config', 'core.repositoryFormatVersion', '1');
  return { repo, canary };
}

const path = ({ repo }: Hostile) =>
  ['.', '', repo.path, join(repo.path, 'node_modules/.bin'), process.env.PATH].join(delimiter);

test('H1 the canary sings: plain git runs what the repository says', () => {
  const { repo, canary } = hostile();
  repo.tryGit(['status']);
  expect(existsSync(canary)).toBe(true);
});

test.each([[[]], [['--object-format=sha256']]])(
  'H1 nothing that the repository names is run %s',
  (kind) => {
    const evil = hostile(...kind);
    const { repo, canary } = evil;
    const oid = repo.git('-c', 'core.fsmonitor=false', 'hash-object', '--no-filters', 'old.ts');
    const absent = `${oid.slice(0, -6)}abcdef`;
    const entry = `100644,${absent},elsewhere.ts`;
    repo.git('-c', 'core.fsmonitor=false', 'update-index', '--add', '--cacheinfo', entry);
    writeFileSync(canary, '');
    repo.write('message', 'clean\n');
    const env = { PATH: path(evil) };
    const staged = repo.keyfence(['staged'], { env });
    expect(staged.status, staged.stdout + staged.stderr).toBe(2);
    expect(staged.stdout + staged.stderr).toContain('elsewhere.ts');
    expect(staged.stdout + staged.stderr).toContain('leak.ts');
    const message = repo.keyfence(['message', 'message'], { env });
    expect(message.status, message.stderr).toBe(0);
    const edited = { ...env, GIT_INDEX_FILE: '.git/index' };
    expect(repo.keyfence(['message', 'message'], { env: edited }).status).toBe(0);
    const disk = repo.keyfence(['files'], { env });
    expect(disk.status, disk.stdout + disk.stderr).toBe(1);
    expect(repo.keyfence(['files', '*.ts'], { env }).status).toBe(1);
    const history = repo.keyfence(['history'], { env });
    expect(history.status, history.stdout + history.stderr).not.toBe(0);
    repo.keyfence(['push', 'origin'], { env, input: '' });
    repo.keyfence(['ci'], { env });
    expect(readFileSync(canary, 'utf8')).toBe('');
  },
);
