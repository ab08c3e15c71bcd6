import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { authKey, standardKey } from '../helpers/keys.ts';
import { bin, cleanEnv, folder, Repo, repository } from '../helpers/repo.ts';

/** A repository with secrets in old commits only, and a partial clone of it. */
function partial(filter: string, ...initArgs: string[]): { origin: Repo; clone: Repo } {
  const origin = repository(...initArgs);
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  origin.commit('old.txt', standardKey(1));
  origin.commit('deep/er/old.txt', authKey(2));
  origin.commit('old.txt', 'now without it');
  origin.commit('deep/er/old.txt', 'this too');
  const clone = new Repo(join(folder(), 'clone'));
  origin.git('clone', '-q', `--filter=${filter}`, `file://${origin.path}`, clone.path);
  return { origin, clone };
}

const packs = (repo: Repo) => readdirSync(join(repo.path, '.git/objects/pack')).sort();

test.each([
  ['blob:none', []],
  ['blob:none', ['--object-format=sha256']],
  ['tree:0', []],
  ['blob:limit=10', []],
])(
  'B11 --allow-fetch in a clone with --filter=%s %j: what is missing comes, and is scanned',
  (filter, kind) => {
    const { origin, clone } = partial(filter, ...kind);
    const before = packs(clone);
    const without = clone.keyfence(['history', '--format', 'json']);
    expect(without.status).toBe(2);
    expect(JSON.parse(without.stdout).failure.next).toContain('--allow-fetch');
    expect(packs(clone)).toEqual(before);
    const ran = clone.keyfence(['history', '--allow-fetch', '--format', 'json']);
    expect([ran.status, ran.stderr]).toEqual([1, '']);
    const report = JSON.parse(ran.stdout);
    const { findings } = JSON.parse(origin.keyfence(['history', '--format', 'json']).stdout);
    const printed = ({ fingerprint, where }: { fingerprint: string; where: { path: string } }) =>
      `${fingerprint} ${where.path}`;
    expect(report.complete).toBe(true);
    expect(report.findings.map(printed)).toEqual(findings.map(printed));
    expect(report.notices.map(({ text }: { text: string }) => text).join()).toMatch(
      /^\d missing objects? (was|were) fetched from origin\.$/,
    );
    // A partial clone it stays: git knows of whom it may ask for what these objects name.
    expect(packs(clone).filter((name) => name.endsWith('.promisor')).length).toBeGreaterThan(1);
    expect(clone.git('fsck')).toBe('');
    expect(clone.git('status', '--porcelain')).toBe('');
    expect(clone.keyfence(['history', '--format', 'json']).status).toBe(1);
  },
  60_000,
);

test('B11 --allow-fetch for a range; nothing to do where nothing is missing; with --cache', () => {
  const { clone } = partial('blob:none');
  expect(clone.keyfence(['history', 'HEAD~1']).status).toBe(2);
  const ran = clone.keyfence(['history', 'HEAD~1', '--allow-fetch']);
  expect([ran.status, ran.stderr]).toEqual([1, '']);
  expect(ran.stdout).toContain('fetched from origin');
  const state = { XDG_STATE_HOME: folder() };
  const all = ['history', '--allow-fetch', '--cache'];
  const [first, second] = [1, 2].map(() => clone.keyfence(all, { env: state }));
  expect([first!.status, second]).toEqual([1, first]);
  expect(first!.stdout).not.toContain('fetched');
  const other = partial('blob:none').clone;
  const missing = other.keyfence(['history', '--cache'], { env: state });
  expect(missing.status).toBe(2);
  const fetched = other.keyfence(all, { env: state });
  expect(fetched.status).toBe(1);
  expect(fetched.stdout).toContain('2 missing objects were fetched');
});

test('B11 a remote that does not give them: exit 2, all else is printed, git is quoted without credentials', () => {
  const { clone } = partial('blob:none');
  clone.commit('own.txt', authKey(3));
  const password = standardKey(9);
  const urls: Record<string, RegExp> = {
    [`file://${join(folder(), 'gone')}`]: /does not appear to be a git repository/,
    [`http://user:${password}@127.0.0.1:9/x?token=${password}`]:
      /unable to access 'http:\/\/(?:…@)?127/,
    [`https://127.0.0.1:9/${password}`]: /unable to access/,
    'ext::sh -c touch% here': /transport 'ext' not allowed/,
    '-oProxyCommand=touch here': /strange|does not appear|not allowed|blocked/,
  };
  for (const [url, words] of Object.entries(urls)) {
    clone.git('config', 'remote.origin.url', url);
    const { status, stdout, stderr } = clone.keyfence([
      'history',
      '--allow-fetch',
      '--format',
      'json',
    ]);
    const { failure, findings } = JSON.parse(stdout);
    expect([url, status, failure.code, findings.length]).toEqual([url, 2, 'fetch-failed', 1]);
    expect(failure.message).toContain('2 objects are missing');
    expect(failure.message).toMatch(words);
    expect(failure.next).toContain('git fetch --refetch');
    expect(stdout + stderr).not.toContain(password.slice(6, 20));
    expect(existsSync(join(clone.path, 'here'))).toBe(false);
  }
});

test.skipIf(process.platform === 'win32')(
  'B11 Ctrl-C while a remote does not answer: exit 130, what was found is printed',
  async () => {
    const { clone } = partial('blob:none');
    clone.commit('own.txt', authKey(3));
    const silent = createServer();
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    clone.git('config', 'remote.origin.url', `git://127.0.0.1:${port}/x`);
    const args = [bin, 'history', '--allow-fetch', '--format', 'json'];
    const child = spawn(process.execPath, args, { cwd: clone.path, env: cleanEnv() });
    let stdout = '';
    child.stdout.on('data', (piece: Buffer) => {
      stdout += piece.toString();
    });
    silent.once('connection', () => child.kill('SIGINT'));
    const status = await new Promise((ended) => child.on('close', ended));
    expect(status).toBe(130);
    const { failure, findings } = JSON.parse(stdout);
    expect([failure.code, findings.length]).toEqual(['interrupted', 1]);
  },
);

test('B11 --allow-fetch does nothing where no remote has promised anything, and not with --shard', () => {
  const { clone } = partial('blob:none');
  const before = packs(clone);
  clone.git('config', '--unset', 'remote.origin.promisor');
  clone.tryGit(['config', '--unset', 'extensions.partialClone']);
  const { status, stdout } = clone.keyfence(['history', '--allow-fetch']);
  expect(status).toBe(2);
  expect(stdout).toContain('2 objects are missing');
  expect(packs(clone)).toEqual(before);
  expect(clone.keyfence(['history', '--allow-fetch', '--shard', '1/2']).stderr).toContain(
    '--shard',
  );
});

test.skipIf(process.platform === 'win32')(
  'H1 --allow-fetch runs nothing that the repository names',
  () => {
    const { clone } = partial('blob:none');
    const canary = join(folder(), 'canary');
    const script = join(folder(), 'sing');
    writeFileSync(script, `#!/bin/sh\necho "$0 $*" >> '${canary}'\nexit 1\n`);
    chmodSync(script, 0o755);
    for (const name of ['ssh', 'git', 'git-upload-pack', 'git-remote-https']) {
      mkdirSync(join(clone.path, 'bin'), { recursive: true });
      writeFileSync(join(clone.path, 'bin', name), `#!/bin/sh\nexec '${script}' ${name}\n`);
      chmodSync(join(clone.path, 'bin', name), 0o755);
    }
    for (const hook of [
      'post-checkout',
      'reference-transaction',
      'post-index-change',
      'fsmonitor',
    ]) {
      clone.write(`.git/hooks/${hook}`, `#!/bin/sh\nexec '${script}' ${hook}\n`);
      chmodSync(join(clone.path, '.git/hooks', hook), 0o755);
    }
    const evil: Record<string, string> = {
      'core.sshCommand': script,
      'core.gitProxy': script,
      'core.fsmonitor': script,
      'core.askPass': script,
      'core.alternateRefsCommand': script,
      'credential.helper': `!${script}`,
      'credential.http://127.0.0.1:9.helper': `!${script}`,
      'remote.origin.uploadpack': script,
      'remote.origin.vcs': 'ext',
      'uploadpack.packObjectsHook': script,
      'gc.auto': '1',
      'alias.fetch': `!${script}`,
      'fetch.fsck.skipList': script,
      'protocol.ext.allow': 'always',
      'trace2.normalTarget': join(folder(), 'trace'),
    };
    for (const [name, value] of Object.entries(evil)) clone.git('config', name, value);
    const PATH = ['.', join(clone.path, 'bin'), process.env.PATH].join(delimiter);
    const url = clone.git('config', 'remote.origin.url');
    for (const other of ['ssh://127.0.0.1:9/x', 'git://127.0.0.1:9/x', 'http://127.0.0.1:9/x']) {
      clone.git('config', 'remote.origin.url', other);
      expect(clone.keyfence(['history', '--allow-fetch'], { env: { PATH } }).status).toBe(2);
    }
    clone.git('config', 'remote.origin.url', url);
    const ran = clone.keyfence(['history', '--allow-fetch'], { env: { PATH } });
    expect(existsSync(canary)).toBe(false);
    expect([ran.status, ran.stderr]).toEqual([1, '']);
    expect(ran.stdout).toContain('2 missing objects were fetched');
  },
);
