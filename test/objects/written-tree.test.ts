import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changedEntries } from '../../src/objects/staged-entries.ts';
import { Store } from '../../src/objects/store.ts';
import { Window } from '../../src/objects/window.ts';
import { writtenTree } from '../../src/objects/written-tree.ts';
import { random } from '../helpers/keys.ts';
import { type Repo, repository } from '../helpers/repo.ts';

const indexOf = (repo: Repo) => join(repo.path, '.git/index');

/** From the file, and from the same bytes: both go through every size of tail. */
function told(repo: Repo, hashBytes = 20): string | undefined {
  const window = new Window(indexOf(repo));
  const fromFile = writtenTree(window, hashBytes);
  window.close();
  expect(writtenTree(new Window(readFileSync(indexOf(repo))), hashBytes)).toBe(fromFile);
  return fromFile;
}

test.each([
  ['SHA-1', 20],
  ['SHA-256', 32],
])('the written tree is the one that git would commit, or is not known (%s)', (name, hashBytes) => {
  const repo = repository(...(name === 'SHA-256' ? ['--object-format=sha256'] : []));
  const next = random(hashBytes);
  let known = 0;
  for (let step = 0; step < 25; step++) {
    const path = `${['TREE', 'a', 'b/TREE', 'c/d/e'][next(4)]}/f${next(5)}`;
    repo.stage(path, `${step}\n`);
    if (next(4) === 0) repo.git('rm', '-q', '--cached', '--', path);
    if (next(3) === 0) repo.git('commit', '-q', '--allow-empty', '-m', 'x');
    const before = told(repo, hashBytes);
    const tree = repo.git('write-tree');
    if (before !== undefined) {
      expect(before).toBe(tree);
      known++;
    }
    expect(told(repo, hashBytes)).toBe(tree);
  }
  expect(known).toBeGreaterThan(2);
});

test('it is not known while files are unmerged, intended only, sparse or split', () => {
  const repo = repository();
  repo.commit('in/a', 'x\n');
  repo.commit('out/b', 'x\n');
  expect(told(repo)).toBe(repo.git('rev-parse', 'HEAD^{tree}'));
  repo.write('later', 'x\n').git('add', '-N', 'later');
  repo.tryGit(['write-tree']);
  expect(told(repo)).toBeUndefined();
  repo.git('reset', '-q', '--hard');
  repo.git('update-index', '--split-index');
  repo.git('update-index', '--chmod=+x', 'in/a');
  expect(told(repo)).toBeUndefined();
  repo.git('update-index', '--no-split-index');
  repo.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'in');
  expect(told(repo)).toBeUndefined();
});

test('a note that is cut or does not lead to the end of the file is none', () => {
  const repo = repository();
  repo.commit('a/b/c', 'x\n');
  const bytes = readFileSync(indexOf(repo));
  for (let cut = 1; cut < 60; cut++) {
    expect(writtenTree(new Window(bytes.subarray(0, bytes.length - cut)), 20)).toBeUndefined();
  }
  const counted = Buffer.from(bytes);
  counted.writeUInt32BE(2, 8);
  expect(writtenTree(new Window(counted), 20)).toBeUndefined();
});

test('between two trees: what git diff-tree says', () => {
  const repo = repository();
  repo.commit('same/a', 'x\n');
  repo.commit('file', 'x\n');
  repo.commit('folder/inner/a', 'x\n');
  repo.commit('mode', 'x\n');
  const before = repo.git('rev-parse', 'HEAD^{tree}');
  repo.git('rm', '-rq', 'file', 'folder');
  repo.stage('file/now/a/folder', 'x\n').stage('folder', 'now a file\n').stage('same/名', 'y\n');
  repo.git('update-index', '--chmod=+x', 'mode');
  const tree = repo.git('write-tree');
  const store = new Store({
    objectsDir: join(repo.path, '.git/objects'),
    hash: 'sha1',
    limit: 1e6,
  });
  const read = (oid: string) => {
    const found = store.read(oid);
    return 'type' in found ? found.bytes : undefined;
  };
  const raw = repo.git('diff-tree', '-r', '-z', '--no-renames', '--diff-filter=d', before, tree);
  const fields = raw.split('\0').slice(0, -1);
  const expected = fields.flatMap((field, at) => (at % 2 ? [] : [`${field} ${fields[at + 1]}`]));
  const octal = (mode = 0) => mode.toString(8).padStart(6, '0');
  const ours = changedEntries(before, tree, read)!.map((entry) => {
    const status = entry.oldOid === undefined ? 'A' : 'M';
    const ids = `${entry.oldOid ?? '0'.repeat(40)} ${entry.oid}`;
    return `:${octal(entry.oldMode)} ${octal(entry.mode)} ${ids} ${status} ${entry.path}`;
  });
  expect(ours.sort()).toEqual(expected.sort());
  expect(changedEntries(before, before, () => undefined)).toEqual([]);
  expect(changedEntries(before, tree, () => undefined)).toBeUndefined();
  store.close();
});
