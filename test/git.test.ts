import { chmodSync, chownSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KeyfenceError } from '../src/errors.ts';
import { childEnvironment, findGit, settings } from '../src/git/program.ts';
import { openRepository, type Repository, withoutRepository } from '../src/git.ts';
import { cleanEnv, folder, Repo, repository, run } from './helpers/repo.ts';

const open = (cwd: string, env: NodeJS.ProcessEnv = {}) =>
  openRepository(cwd, { trust: false, env: cleanEnv(env) });

async function failure(work: () => unknown): Promise<KeyfenceError> {
  const error = await Promise.resolve()
    .then(work)
    .then(() => undefined)
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof KeyfenceError)) throw new Error(`no KeyfenceError but ${error}`);
  return error;
}

/** What git itself says of the place, in the same words. */
function asked(cwd: string, env: NodeJS.ProcessEnv = {}) {
  const say = (...args: string[]) => {
    const options = ['rev-parse', '--path-format=absolute', ...args];
    return run('git', options, { cwd, env }).stdout.replace(/\n$/, '');
  };
  return {
    top: say('--show-toplevel'),
    gitDir: say('--absolute-git-dir'),
    commonDir: say('--git-common-dir'),
    objectsDir: say('--git-path', 'objects'),
    indexFile: say('--git-path', 'index'),
    hash: say('--show-object-format'),
    bare: say('--is-bare-repository') === 'true',
  };
}

const told = ({ top, gitDir, commonDir, objectsDir, indexFile, hash, bare }: Repository) => ({
  top,
  gitDir,
  commonDir,
  objectsDir,
  indexFile,
  hash,
  bare,
});

describe('openRepository agrees with git', () => {
  test('B8 in the main checkout and its sub-folders, without a git process', async () => {
    const repo = repository();
    repo.commit('a/b/c.txt', 'x\n');
    const brokenGit = folder();
    writeFileSync(join(brokenGit, 'git'), '#!/bin/sh\nexit 99\n', { mode: 0o755 });
    for (const cwd of [repo.path, join(repo.path, 'a/b')]) {
      const opened = await open(cwd, { PATH: brokenGit });
      expect(told(opened)).toEqual(asked(cwd));
      expect(opened.plain).toBe(true);
    }
  });

  test('B8 in a linked worktree, also under the GIT_DIR that git gives to hooks', async () => {
    const repo = repository();
    repo.commit('a/b.txt', 'x\n');
    const linked = join(folder(), 'linked');
    repo.git('worktree', 'add', '-q', linked);
    const gitDir = new Repo(linked).git('rev-parse', '--absolute-git-dir');
    for (const env of [{}, { GIT_DIR: gitDir, GIT_INDEX_FILE: join(gitDir, 'index') }]) {
      expect(told(await open(linked, env))).toEqual(asked(linked, env));
    }
    expect(told(await open(join(linked, 'a')))).toEqual(asked(join(linked, 'a')));
  });

  test('B8 with --separate-git-dir, in a submodule, with core.worktree and GIT_WORK_TREE', async () => {
    const apart = join(folder(), 'apart.git');
    const separate = repository('--separate-git-dir', apart);
    expect(told(await open(separate.path))).toEqual(asked(separate.path));

    const library = repository();
    library.commit('lib.c', 'x\n');
    const outer = repository();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library.path, 'lib');
    const inner = join(outer.path, 'lib');
    expect(told(await open(inner))).toEqual(asked(inner));

    const env = { GIT_DIR: join(outer.path, '.git'), GIT_WORK_TREE: outer.path };
    const elsewhere = folder();
    expect(told(await open(elsewhere, env)).gitDir).toBe(asked(elsewhere, env).gitDir);
  });

  test('B8 in a bare repository, inside .git, and with a temporary index', async () => {
    const bare = new Repo(folder());
    bare.git('init', '-q', '--bare');
    expect(told(await open(bare.path))).toEqual(asked(bare.path));
    const repo = repository();
    expect((await open(join(repo.path, '.git'))).gitDir).toBe(join(repo.path, '.git'));
    mkdirSync(join(repo.path, 'sub'));
    const env = { GIT_INDEX_FILE: '.git/next-index-1.lock' };
    const opened = await open(join(repo.path, 'sub'), env);
    expect(opened.indexFile).toBe(join(repo.path, '.git/next-index-1.lock'));
  });

  test('B8 a bare repository in a work tree, and what git keeps of a submodule, come before the outer one', async () => {
    const outer = repository();
    outer.commit('a', 'a\n');
    const bare = join(outer.path, 'sub/bare.git');
    outer.git('clone', '-q', '--bare', outer.path, bare);
    expect(told(await open(bare))).toEqual(asked(bare));
    for (const cwd of [join(bare, 'refs/heads'), join(bare, 'objects')]) {
      expect((await open(cwd)).gitDir).toBe(bare);
    }
    expect((await open(join(outer.path, 'sub'))).top).toBe(outer.path);
    outer.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', bare, 'inner');
    const kept = join(outer.path, '.git/modules/inner');
    expect((await open(kept)).gitDir).toBe(kept);
    outer.git('worktree', 'add', '-q', '--detach', join(folder(), 'other'));
    const own = join(outer.path, '.git/worktrees/other');
    expect((await open(own)).gitDir).toBe(own);
  });

  test('B7 B11 in a SHA-256 repository', async () => {
    const repo = repository('--object-format=sha256');
    expect(told(await open(repo.path))).toEqual(asked(repo.path));
  });

  test('outside of any repository: not-a-repository', async () => {
    const error = await failure(() => open(folder()));
    expect(error.code).toBe('not-a-repository');
  });

  test('a .git that leads nowhere is an error, never the repository above it', async () => {
    const outer = repository();
    outer.write('inner/.git', 'gitdir: /nowhere\n');
    const error = await failure(() => open(join(outer.path, 'inner')));
    expect(error.code).toBe('git-failed');
  });
});

describe('the git program', () => {
  test('H1 is found by absolute path: never in the repository, in node_modules/.bin or by a relative PATH', () => {
    const repo = repository();
    const real = findGit(cleanEnv(), repo.path);
    for (const place of ['bin', 'node_modules/.bin']) {
      repo.write(`${place}/git`, '#!/bin/sh\nexit 0\n');
      chmodSync(join(repo.path, place, 'git'), 0o755);
    }
    const bins = folder();
    mkdirSync(join(bins, 'node_modules/.bin'), { recursive: true });
    writeFileSync(join(bins, 'node_modules/.bin/git'), '', { mode: 0o755 });
    const path = [
      '',
      '.',
      'bin',
      'node_modules/.bin',
      join(repo.path, 'bin'),
      `${repo.path}/./bin`,
      join(bins, 'node_modules/.bin'),
      process.env.PATH,
    ].join(delimiter);
    expect(findGit({ PATH: path }, repo.path)).toBe(real);
  });

  test('H1 a PATH folder that is a link into the repository does not count either', () => {
    const repo = repository();
    repo.write('tools/git', '#!/bin/sh\nexit 0\n');
    chmodSync(join(repo.path, 'tools/git'), 0o755);
    const link = join(folder(), 'tools');
    symlinkSync(join(repo.path, 'tools'), link);
    const path = `${link}${delimiter}${process.env.PATH}`;
    expect(findGit({ PATH: path }, repo.path)).toBe(findGit(cleanEnv(), repo.path));
  });

  test('no git on PATH: one sentence that says so', async () => {
    const repo = repository('--object-format=sha256');
    const error = await failure(() => open(repo.path, { PATH: '/nowhere' }));
    expect(error.code).toBe('no-git');
  });

  test('H1 no variable that names a program reaches a git child', () => {
    const env = childEnvironment({
      PATH: '/bin',
      GIT_EXTERNAL_DIFF: 'evil',
      GIT_SSH_COMMAND: 'evil',
      GIT_PAGER: 'evil',
      PAGER: 'evil',
      GIT_EDITOR: 'evil',
      GIT_ASKPASS: 'evil',
      SSH_ASKPASS: 'evil',
      GIT_PROXY_COMMAND: 'evil',
      GIT_TRACE: '/tmp/evil',
      GIT_INDEX_FILE: 'kept',
    });
    expect(Object.values(env)).not.toContain('evil');
    expect(env).toMatchObject({ PATH: '/bin', GIT_INDEX_FILE: 'kept', GIT_TERMINAL_PROMPT: '0' });
    expect(env.GIT_TRACE).toBeUndefined();
    expect(settings(true).join(' ')).not.toContain('hooksPath');
    expect(settings(false).join(' ')).toContain('core.hooksPath=');
  });

  test('B2 a child in another repository knows nothing of this one', async () => {
    const repo = repository();
    repo.commit('mine.txt', 'x\n');
    const other = repository();
    other.commit('other.txt', 'x\n');
    const hookEnv = {
      GIT_DIR: join(repo.path, '.git'),
      GIT_INDEX_FILE: join(repo.path, '.git/index'),
      GIT_WORK_TREE: repo.path,
      GIT_PREFIX: 'a/',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.worktree',
      GIT_CONFIG_VALUE_0: repo.path,
    };
    const env = withoutRepository(cleanEnv(hookEnv));
    const opened = await openRepository(other.path, { trust: false, env });
    expect((await opened.git(['ls-files'])).toString()).toBe('other.txt\n');
  });
});

describe('A1 a git child that fails', () => {
  test('A1 any exit code but 0, and any signal, is git-failed', async () => {
    const repo = repository();
    repo.commit('a', 'x\n');
    const opened = await open(repo.path);
    const error = await failure(() => opened.git(['cat-file', '-e', 'no-such-thing']));
    expect(error).toMatchObject({ code: 'git-failed' });
    expect(error.message).toContain('exit code 128');
    const streamed = await failure(async () => {
      for await (const piece of opened.stream(['log', 'no-such-thing'])) expect(piece).toBe('');
    });
    expect(streamed.code).toBe('git-failed');
    expect((await opened.run(['config', 'no.such'], { accept: [1] })).code).toBe(1);
  });

  test('G1 what git says on stderr is never part of the error', async () => {
    const repo = repository();
    repo.commit('a', 'x\n');
    const url = 'https://user:password@example.com';
    const error = await failure(async () => (await open(repo.path)).git(['log', url]));
    expect(error.message.split('failed: ')[1]).toBe('exit code 128.');
  });

  test('I1 more output than any default buffer holds', async () => {
    const repo = repository();
    const opened = await open(repo.path);
    const lines = `${'x'.repeat(99)}\n`.repeat(80_000);
    const output = await opened.git(['stripspace'], { input: lines });
    expect(output.length).toBe(8_000_000);
    let streamed = 0;
    for await (const piece of opened.stream(['stripspace'], { input: lines })) {
      streamed += piece.length;
    }
    expect(streamed).toBe(8_000_000);
  });

  test('one kept cat-file answers in order, past what is missing or too large', async () => {
    const repo = repository();
    repo.commit('small', 'small\n');
    repo.commit('large', 'l'.repeat(300_000));
    const opened = await open(repo.path);
    const small = repo.git('rev-parse', 'HEAD:small');
    const large = repo.git('rev-parse', 'HEAD:large');
    const missing = '1'.repeat(40);
    const asked = [large, missing, small, large].map((oid) => opened.object(oid, 1000));
    expect(await Promise.all(asked)).toEqual([
      { type: 'blob', size: 300_000 },
      'missing',
      { type: 'blob', bytes: Buffer.from('small\n') },
      { type: 'blob', size: 300_000 },
    ]);
    expect(await opened.object(large, 300_000)).toMatchObject({ type: 'blob' });
    opened.close();
  });
});

describe.skipIf(process.getuid?.() !== 0)('D5 a repository of another user', () => {
  function foreign(): Repo {
    const repo = repository('--object-format=sha256');
    repo.stage('a', 'x\n');
    for (const path of ['.', '.git']) chownSync(join(repo.path, path), 12345, 12345);
    return repo;
  }

  test('D5 is refused with the exact line to type', async () => {
    const repo = foreign();
    const error = await failure(() => open(repo.path));
    expect(error.code).toBe('dubious-ownership');
    expect(error.next).toContain(`git config --global --add safe.directory '${repo.path}'`);
  });

  test('D5 --trust-repo passes this one path, to our own children only', async () => {
    const repo = foreign();
    const env = cleanEnv({
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'a.b',
      GIT_CONFIG_VALUE_0: 'c',
    });
    const opened = await openRepository(repo.path, { trust: true, env });
    expect((await opened.git(['ls-files'])).toString()).toBe('a\n');
    expect((await opened.git(['config', 'a.b'])).toString()).toBe('c\n');
    expect((await opened.git(['config', '--get-all', 'safe.directory'])).toString()).toBe(
      `${repo.path}\n`,
    );
    expect(existsSync(join(repo.path, '.gitconfig'))).toBe(false);
    expect(repo.tryGit(['ls-files']).status).toBe(128);
  });

  test('D5 an everyday repository is refused too, though its files could be read', async () => {
    const repo = repository();
    repo.stage('a', 'x\n');
    for (const path of ['.', '.git']) chownSync(join(repo.path, path), 12345, 12345);
    const opened = await open(repo.path);
    expect(opened.plain).toBe(false);
    expect((await failure(() => opened.git(['ls-files']))).code).toBe('dubious-ownership');
  });
});
