import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Store } from '../../src/objects/store.ts';
import { differing, parseTree } from '../../src/objects/tree-entries.ts';
import { Window } from '../../src/objects/window.ts';
import { changedEntries, writtenTree } from '../../src/objects/written-tree.ts';
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

test('two trees taken apart in their middle: nothing that differs is left out', () => {
  const next = random(77);
  const treeOf = (entries: Map<string, string>) =>
    Buffer.concat(
      [...entries]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, id]) =>
          Buffer.concat([
            Buffer.from(`${id[0]! < '5' ? 100644 : 40000} ${name}\0`),
            Buffer.from(id, 'hex'),
          ]),
        ),
    );
  const id = () =>
    Array.from({ length: 40 }, () => '0123456789abcdef'[next(next(2) ? 16 : 2)]).join('');
  for (let round = 0; round < 3000; round++) {
    const entries = new Map(
      Array.from({ length: next(12) }, () => [`${'ab'.repeat(next(3))}${next(9)}`, id()]),
    );
    const before = treeOf(entries);
    for (let changes = next(4); changes > 0; changes--) {
      const name = [...entries.keys()][next(entries.size + 1)] ?? `n${next(20)}`;
      if (next(2)) entries.delete(name);
      else entries.set(name, id());
    }
    const now = treeOf(entries);
    const middle = differing(before, now, 20)!;
    const [allBefore, allNow] = [parseTree(before, 20)!, parseTree(now, 20)!];
    const differs = [...allNow].filter(([name, entry]) => {
      const old = allBefore.get(name);
      return old?.oid !== entry.oid || old.mode !== entry.mode;
    });
    for (const [name, entry] of differs) {
      expect(middle.now.get(name)).toEqual(entry);
      expect(middle.before.get(name)).toEqual(allBefore.get(name));
    }
    if (now.length > 0) expect(differing(before, now.subarray(0, -1), 20)).toBeUndefined();
  }
});
