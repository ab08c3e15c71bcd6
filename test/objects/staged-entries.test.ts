import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readIndex } from '../../src/objects/index-file.ts';
import { stagedEntries } from '../../src/objects/staged-entries.ts';
import { Window } from '../../src/objects/window.ts';
import { random } from '../helpers/keys.ts';
import { type Repo, repository, run } from '../helpers/repo.ts';

/** git's own answer, in the same words; deletions are left out, as they record nothing. */
function gitSays(repo: Repo, head: string): string[] {
  const raw = run(
    'git',
    ['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev', head],
    { cwd: repo.path },
  ).stdout;
  const fields = raw.split('\0');
  const lines: string[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [oldMode, mode, oldOid, oid, status] = fields[at]!.slice(1).split(' ') as string[];
    if (status === 'D' || status === 'U') continue;
    const added = status === 'A';
    lines.push(`${added ? '-' : oldMode} ${mode} ${added ? '-' : oldOid} ${oid} ${fields[at + 1]}`);
  }
  return lines.sort();
}

function weSay(repo: Repo, hashBytes = 20): string[] | undefined {
  const index = readIndex(new Window(readFileSync(join(repo.path, '.git', 'index'))), hashBytes);
  const head = repo.tryGit(['rev-parse', '-q', '--verify', 'HEAD^{tree}']).stdout.trim();
  const entries = index && stagedEntries(index, head || undefined, (oid) => treeBytes(repo, oid));
  return entries
    ?.filter((entry) => entry.stage === 0)
    .map((entry) => {
      const octal = (mode?: number) => (mode === undefined ? '-' : mode.toString(8));
      const ids = `${entry.oldOid ?? '-'} ${entry.oid}`;
      return `${octal(entry.oldMode)} ${octal(entry.mode)} ${ids} ${entry.path.toString()}`;
    })
    .sort();
}

/** A tree's raw bytes, rebuilt from `ls-tree` so that no output is decoded as text. */
function treeBytes(repo: Repo, oid: string): Uint8Array {
  const pieces: Buffer[] = [];
  for (const line of repo.git('ls-tree', '-z', oid).split('\0').filter(Boolean)) {
    const [meta, name] = line.split('\t') as [string, string];
    const [mode, , id] = meta.split(' ') as [string, string, string];
    pieces.push(Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`), Buffer.from(id, 'hex'));
  }
  return Buffer.concat(pieces);
}

function scribble(repo: Repo, next: (bound: number) => number, steps: number): void {
  const path = () => `${'abc'[next(3)]}/${'xy'[next(2)]}${next(3) ? '' : '/deep'}/f${next(6)}`;
  for (let step = 0; step < steps; step++) {
    const target = path();
    const what = next(8);
    if (what === 0) repo.tryGit(['rm', '-rfq', '--', target]);
    else if (what === 1) repo.tryGit(['mv', '-f', '--', target, `top${next(4)}`]);
    else if (what === 2) repo.tryGit(['update-index', '--chmod=+x', '--', target]);
    else if (what === 3) {
      rmSync(join(repo.path, `link${next(3)}`), { force: true });
      try {
        symlinkSync(target, join(repo.path, `link${next(3)}`));
      } catch {}
      repo.tryGit(['add', '-A', '--', '.']);
    } else {
      try {
        repo.write(target, `${next(1000)}\n`);
      } catch {
        continue;
      }
      repo.tryGit(['add', '-A', '--', target]);
    }
  }
}

for (const [name, init, version, hashBytes] of [
  ['index v2', [], '2', 20],
  ['index v4', [], '4', 20],
  ['SHA-256', ['--object-format=sha256'], '2', 32],
] as const) {
  test(`own index reader = git diff-index, over random repositories (${name})`, () => {
    let compared = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const repo = repository(...init);
      repo.git('config', 'index.version', version);
      const next = random(seed * 31);
      scribble(repo, next, 12);
      const empty = repo.git('hash-object', '-t', 'tree', '--stdin');
      expect(weSay(repo, hashBytes)).toEqual(gitSays(repo, empty));
      repo.git('commit', '-q', '--no-verify', '--allow-empty', '-m', 'base');
      for (let round = 0; round < 3; round++) {
        scribble(repo, next, 5);
        const ours = weSay(repo, hashBytes);
        expect(ours).toEqual(gitSays(repo, 'HEAD'));
        compared += ours?.length ?? 0;
        if (round === 1) repo.git('commit', '-q', '--no-verify', '--allow-empty', '-m', 'more');
      }
    }
    expect(compared).toBeGreaterThan(20);
  });
}

test('a split index, a sparse index and a damaged index are left to git', () => {
  const repo = repository();
  repo.commit('a/b', 'one\n');
  const bytes = () => readFileSync(join(repo.path, '.git', 'index'));
  const whole = bytes();
  expect(readIndex(new Window(whole), 20)?.count).toBe(1);
  for (const end of [0, 11, 40, 80, whole.length - 30]) {
    expect(readIndex(new Window(whole.subarray(0, end)), 20)).toBeUndefined();
  }
  for (let at = 0; at < 12; at++) {
    const damaged = Buffer.from(whole);
    damaged[at] = 0xff;
    expect(readIndex(new Window(damaged), 20)).toBeUndefined();
  }
  repo.git('update-index', '--split-index');
  repo.stage('c', 'two\n');
  expect(readIndex(new Window(bytes()), 20)).toBeUndefined();
});

test('B10 intent-to-add and unmerged entries: the first is not reported, the second with its stage', () => {
  const repo = repository();
  repo.commit('f', 'base\n');
  repo.git('checkout', '-q', '-b', 'side');
  repo.commit('f', 'side\n');
  repo.git('checkout', '-q', 'main');
  repo.commit('f', 'main\n');
  repo.tryGit(['merge', 'side']);
  repo.write('later', 'x\n').git('add', '-N', 'later');
  const index = readIndex(new Window(readFileSync(join(repo.path, '.git', 'index'))), 20)!;
  const entries = stagedEntries(index, repo.git('rev-parse', 'HEAD^{tree}'), (oid) =>
    treeBytes(repo, oid),
  )!;
  expect(entries.map((entry) => [entry.path.toString(), entry.stage])).toEqual([
    ['f', 1],
    ['f', 2],
    ['f', 3],
  ]);
});
