import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../src/git.ts';
import type { FilesAsked } from '../../src/sources/asked.ts';
import { Disk } from '../../src/sources/disk.ts';
import { listFiles, rootOf } from '../../src/sources/files.ts';
import { nameOf } from '../../src/sources/raw.ts';
import type { Blob, Skip } from '../../src/types.ts';
import { shown } from '../helpers/collect.ts';
import { authKey } from '../helpers/keys.ts';
import { cleanEnv, folder, Repo, repository } from '../helpers/repo.ts';

async function listed(repo: Repo, operands: string[] = [], how: Partial<FilesAsked> = {}) {
  const repository = await openRepository(repo.path, { trust: false, env: cleanEnv() });
  const asked = { repository, cwd: repo.path, operands, ...how };
  const paths: string[] = [];
  const listing = await listFiles(asked, (more) => {
    paths.push(...more);
    return undefined;
  });
  if (listing.failure) throw listing.failure;
  expect(new Set(paths).size).toBe(paths.length);
  const disk = new Disk(rootOf(asked), 1 << 20);
  async function* items(): AsyncGenerator<Blob | Skip> {
    yield* listing.skips;
    for (const path of paths) {
      const bytes = disk.read(path);
      const name = nameOf(path);
      if (bytes instanceof Uint8Array) yield { bytes, origin: { kind: 'file', ...name } };
      else if (bytes.reason !== 'missing') yield { ...name, ...bytes };
    }
  }
  const read = await shown(items());
  const { environment } = listing;
  return { ...read, environment, paths: Object.keys(read.content).sort() };
}

function prepared(): Repo {
  const repo = repository();
  repo.write('.gitignore', 'dist/\n*.log\n.env*\n');
  repo.commit('src/tracked.ts', 'committed\n');
  repo.write('src/tracked.ts', 'on disk\n').write('src/new.ts', 'untracked\n');
  repo.write('.env', 'A=1\n').write('apps/web/.env.local', 'B=2\n').write('x.log', 'log\n');
  repo.write('dist/built.js', 'built\n').write('dist/.env', 'C=3\n');
  repo.commit('gone', 'x\n');
  rmSync(join(repo.path, 'gone'));
  return repo;
}

test('A2 files: tracked and untracked as they are on disk, and .env files though ignored', async () => {
  const { content, paths, environment } = await listed(prepared());
  expect(paths).toEqual([
    '.env',
    '.gitignore',
    'apps/web/.env.local',
    'dist/.env',
    'src/new.ts',
    'src/tracked.ts',
  ]);
  expect(content['src/tracked.ts']).toBe('on disk\n');
  expect([...environment].sort()).toEqual(['.env', 'apps/web/.env.local', 'dist/.env']);
});

test('A2 files: what is named is read, ignored or not; a folder that is ignored whole too', async () => {
  const repo = prepared();
  expect((await listed(repo, ['x.log'])).paths).toEqual(['x.log']);
  expect((await listed(repo, ['dist'])).paths).toEqual(['dist/.env', 'dist/built.js']);
  expect((await listed(repo, ['src'])).paths).toEqual(['src/new.ts', 'src/tracked.ts']);
  expect((await listed(repo, ['*.log', 'src/new.ts'], { gitignored: true })).paths).toEqual([
    'src/new.ts',
    'x.log',
  ]);
  repo.write(':(exclude)x.txt', 'odd\n').write('a*b.txt', 'odd\n').write('y.log', 'log\n');
  expect((await listed(repo, ['*.{txt,log}', '.e*'])).paths).toEqual([
    '.env',
    ':(exclude)x.txt',
    'a*b.txt',
  ]);
  expect((await listed(repo, ['**/*.ts', 'src/new.ts'])).paths).toEqual([
    'src/new.ts',
    'src/tracked.ts',
  ]);
});

test('J5 files: from a sub-folder the whole repository; operands are relative to it', async () => {
  const repo = prepared();
  const cwd = join(repo.path, 'src');
  expect((await listed(repo, [], { cwd })).paths).toHaveLength(6);
  expect((await listed(repo, ['new.ts', '../.env'], { cwd })).paths).toEqual([
    '.env',
    'src/new.ts',
  ]);
  expect((await listed(repo, ['*.ts'], { cwd })).paths).toEqual(['src/new.ts', 'src/tracked.ts']);
});

test('A2 files: an operand that matches nothing is an error', async () => {
  const repo = prepared();
  await expect(listed(repo, ['*.rs'])).rejects.toMatchObject({ code: 'usage' });
  await expect(listed(repo, ['*.log'])).rejects.toMatchObject({ code: 'usage' });
  await expect(listed(repo, ['no-such-file'])).rejects.toMatchObject({ code: 'file-unreadable' });
  expect(repo.keyfence(['files', '*.rs']).status).toBe(2);
});

test('H2 files: nothing outside of the repository is opened, by name, by .. or through a link', async () => {
  const repo = prepared();
  const outside = folder();
  writeFileSync(join(outside, 'secret.txt'), 'outside\n');
  symlinkSync(outside, join(repo.path, 'linked'));
  symlinkSync('/etc/passwd', join(repo.path, 'passwd'));
  for (const operand of [join(outside, 'secret.txt'), '../x', 'linked/secret.txt', '/etc/passwd']) {
    await expect(listed(repo, [operand])).rejects.toMatchObject({ code: 'usage' });
  }
  for (const operand of ['.git/config', '.git']) {
    await expect(listed(repo, [operand])).rejects.toMatchObject({ code: 'usage' });
  }
  const { content } = await listed(repo);
  expect(content).toMatchObject({ linked: outside, passwd: '/etc/passwd' });
  expect(Object.values(content).join()).not.toContain('outside\n');
  // Tracked as a folder, but by now a link to somewhere else.
  repo.commit('dir/secret.txt', 'inside\n');
  rmSync(join(repo.path, 'dir'), { recursive: true });
  symlinkSync(outside, join(repo.path, 'dir'));
  const swapped = await listed(repo);
  expect(swapped.content['dir/secret.txt']).toBe('(symlink)');
});

test('B9 A3 files: links are text, a FIFO never blocks, a submodule and LFS pointers are named', async () => {
  const repo = prepared();
  symlinkSync('/dev/zero', join(repo.path, 'zero'));
  symlinkSync('loop', join(repo.path, 'loop'));
  execFileSync('mkfifo', [join(repo.path, 'fifo')]);
  const library = repository();
  library.commit('lib.c', 'x\n');
  repo.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library.path, 'lib');
  repo.write('big', 'b'.repeat((1 << 20) + 1));
  repo.write(
    'lfs.bin',
    `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1\n`,
  );
  const { content, skips } = await listed(repo);
  expect(content).toMatchObject({
    zero: '/dev/zero',
    loop: 'loop',
    lib: '(submodule)',
    big: '(too-large)',
    'lfs.bin': '(lfs)',
  });
  expect(skips.filter((skip) => !skip.harmless).map((skip) => skip.path)).toEqual(['big']);
  expect((await listed(repo, ['fifo'])).content).toEqual({ fifo: '(special-file)' });
});

test('B5 files: names of any bytes, listed by git and walked by ourselves', async () => {
  const names = ['a b', 'a\nb', '-rf', '[id].ts', '$(x)', '名.ts', ':(exclude)x', 'a -> b', '"q"'];
  const repo = repository();
  const latin1 = Buffer.from('bad\xff', 'latin1');
  for (const name of names) repo.write(name, name);
  writeFileSync(Buffer.concat([Buffer.from(`${repo.path}/`), latin1]), 'bytes');
  for (const gitignored of [false, true]) {
    const { content, blobs } = await listed(repo, [], { gitignored });
    for (const name of names) expect(content[name]).toBe(name);
    const odd = blobs.find(({ origin }) => origin.pathBytes !== undefined)!;
    expect(Buffer.from(odd.origin.pathBytes!)).toEqual(latin1);
  }
  expect((await listed(repo, ['[id].ts', '-rf'])).paths).toEqual(['-rf', '[id].ts']);
});

test('I2 files: 50,000 paths by --stdin-paths0, in any bytes, from a sub-folder', async () => {
  const repo = repository();
  const latin1 = Buffer.from('sub/bad\xff', 'latin1');
  repo.write('sub/a.ts', `const key = "${authKey(8)}";\n`);
  writeFileSync(Buffer.concat([Buffer.from(`${repo.path}/`), latin1]), 'bytes');
  const many = Buffer.from('a.ts\0'.repeat(50_000));
  const input = Buffer.concat([many, latin1.subarray(4), Buffer.from([0])]);
  const cwd = join(repo.path, 'sub');
  const ran = repo.keyfence(['files', '--stdin-paths0'], { input, cwd });
  expect(ran.status, ran.stderr).toBe(1);
  expect(ran.stdout + ran.stderr).toContain('scanned 2 files');
  const missing = repo.keyfence(['files', '--stdin-paths0'], { input: 'no-such\0', cwd });
  expect(missing.status).toBe(2);
});

test('files outside of any repository: everything below the current folder', async () => {
  const place = folder();
  mkdirSync(join(place, 'a/.git'), { recursive: true });
  writeFileSync(join(place, 'a/.git/config'), 'not read\n');
  writeFileSync(join(place, 'a/.env'), `KEY=${authKey(9)}\n`);
  const ran = new Repo(place).keyfence(['files']);
  expect(ran.status, ran.stderr).toBe(1);
  expect(ran.stdout + ran.stderr).toContain('scanned 1 file');
});
