import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PlainShelf, type Shelf } from '../../src/objects/shelf.ts';
import { StandingShelf } from '../../src/objects/standing.ts';
import { Store } from '../../src/objects/store.ts';
import { parseTree } from '../../src/objects/tree-entries.ts';
import { random, randomText } from '../helpers/keys.ts';
import { type Repo, repository } from '../helpers/repo.ts';

type Hash = 'sha1' | 'sha256';
const open = (repo: Repo, hash: Hash = 'sha1', limit = 1 << 26) =>
  new Store({ objectsDir: join(repo.path, '.git/objects'), hash, limit, keep: true });
const idsOf = (repo: Repo) =>
  repo.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n');

/** The id that the bytes of an object have. */
function idOf(shelf: Shelf, oid: string, hash: Hash): string {
  const held = shelf.read(oid);
  if (held === undefined) throw new Error(`${oid} was not read`);
  const bytes = shelf.bytesOf(held);
  expect(bytes.length).toBe(held.size);
  return createHash(hash).update(`${held.type} ${held.size}\0`).update(bytes).digest('hex');
}

/** Texts that grow and change, small and large, what does not compress, and many names. */
function fill(repo: Repo, commits: number): void {
  const next = random(commits);
  const lines = Array.from({ length: 6000 }, (_, line) => `${line} ${randomText(20, line)}`);
  for (let commit = 0; commit < commits; commit++) {
    lines.splice(next(lines.length), 1, `changed in ${commit}`);
    repo.write('large.txt', lines.join('\n'));
    repo.write(`d/${next(40)}/small${next(3)}.txt`, `line\n`.repeat(next(200)) + commit);
    if (commit === 2) repo.write('noise', randomBytes(300_000));
    if (commit === 3) repo.write('more noise', randomBytes(2_000_000));
    if (commit === 4) repo.write('empty', '');
    if (commit === 5) repo.write('zeros', Buffer.alloc(3 << 20));
    repo.git('add', '-A');
    repo.git('commit', '-qm', `commit ${commit}\n\n${'long message\n'.repeat(next(300))}`);
  }
  repo.git('tag', '-a', 'v1', '-m', 'a tag');
}

test.each([
  ['offset deltas', [], 'sha1'],
  ['ref deltas', ['-c', 'repack.useDeltaBaseOffset=false'], 'sha1'],
  ['index version 1', ['-c', 'pack.indexVersion=1'], 'sha1'],
  ['SHA-256', [], 'sha256'],
] as const)(
  'objects stand on the shelf as git has hashed them: %s',
  (_, config, hash) => {
    const repo = repository(`--object-format=${hash}`);
    fill(repo, 30);
    repo.git(...config, 'repack', '-adfq', '--depth=50', '--window=20');
    // Some in a second pack, some loose.
    repo.commit('second', 'a second pack');
    repo.git(...config, 'repack', '-dq');
    repo.commit('loose', 'not packed');
    const oids = idsOf(repo);
    expect(oids.length).toBeGreaterThan(100);
    const shuffle = random(1);
    for (let round = 0; round < 3; round++) {
      const order = oids
        .map((oid) => [shuffle(1 << 20), oid] as const)
        .sort(([a], [b]) => a - b)
        .map(([, oid]) => oid);
      const store = open(repo, hash);
      for (const shelf of [StandingShelf.open(store)!, new PlainShelf(store)]) {
        for (const oid of order) expect(idOf(shelf, oid, hash)).toBe(oid);
        // Once more: memory has grown meanwhile.
        for (const oid of order) expect(idOf(shelf, oid, hash)).toBe(oid);
        expect(shelf.read('0'.repeat(oids[0]!.length))).toBeUndefined();
      }
      store.close();
    }
  },
  120_000,
);

test('what is larger than the limit is not read, in memory or otherwise', () => {
  const repo = repository();
  repo.commit('small', 'small');
  repo.commit('large', 'x'.repeat(5000));
  for (const packed of [false, true]) {
    if (packed) repo.git('repack', '-adq');
    const store = open(repo, 'sha1', 4000);
    for (const shelf of [StandingShelf.open(store)!, new PlainShelf(store)]) {
      expect(shelf.read(repo.git('rev-parse', 'HEAD:small'))?.size).toBe(5);
      expect(shelf.read(repo.git('rev-parse', 'HEAD:large'))).toBeUndefined();
    }
    store.close();
  }
});

/** A tree's bytes, in git's order unless `shuffled`. */
function treeOf(entries: Map<string, [mode: string, id: number]>, shuffled: boolean): Buffer {
  const rows = [...entries].sort(([a, [modeA]], [b, [modeB]]) => {
    const [one, other] = [modeA[0] === '4' ? `${a}/` : a, modeB[0] === '4' ? `${b}/` : b];
    return one < other ? -1 : 1;
  });
  if (shuffled) rows.reverse();
  return Buffer.concat(
    rows.map(([name, [mode, id]]) =>
      Buffer.concat([Buffer.from(`${mode} ${name}\0`, 'latin1'), Buffer.alloc(20, id)]),
    ),
  );
}

test('trees are compared where they stand: what differs is found, and nothing that is the same', () => {
  const repo = repository();
  const next = random(7);
  const store = open(repo);
  const oids = new Map<string, Buffer>();
  const put = (tree: Buffer) => {
    const oid = createHash('sha1').update(`tree ${tree.length}\0`).update(tree).digest('hex');
    oids.set(oid, tree);
    return oid;
  };
  // Written as they are: git itself would refuse some of them.
  store.read = (oid) => ({ type: 'tree', bytes: oids.get(oid)! });
  const shelf = StandingShelf.open(store)!;
  for (let round = 0; round < 3000; round++) {
    const old = new Map<string, [string, number]>();
    const fresh = new Map<string, [string, number]>();
    const name = () =>
      `${['a', 'a.b', 'a-b', 'ab', 'a\xff', 'a long name of a file that'][next(6)]}${next(9) || ''}`;
    for (let count = next(30); count > 0; count--) {
      const entry: [string, number] = [
        ['100644', '100755', '40000', '160000'][next(4)]!,
        next(256),
      ];
      const own = name();
      if (next(8) > 0) old.set(own, entry);
      if (next(8) > 0) fresh.set(own, next(6) > 0 ? entry : [entry[0], next(256)]);
      if (next(20) === 0) fresh.set(own, ['40000', next(3)]);
    }
    const shuffled = next(5) === 0;
    const [before, now] = [treeOf(old, false), treeOf(fresh, shuffled)];
    const none = next(10) === 0;
    const held = none ? undefined : shelf.read(put(before));
    const found = shelf.differing(held, shelf.read(put(now))!)!;
    const [all, allNow] = [parseTree(none ? Buffer.alloc(0) : before, 20)!, parseTree(now, 20)!];
    for (const [own, entry] of allNow) {
      const other = all.get(own);
      const same = other?.oid === entry.oid && other.mode === entry.mode;
      if (!same) expect(found.now.get(own)).toEqual(entry);
      else if (!shuffled) expect(found.now.has(own)).toBe(false);
    }
    for (const [own, entry] of all) {
      const other = allNow.get(own);
      const same = other?.oid === entry.oid && other.mode === entry.mode;
      if (!same) expect(found.before.get(own)).toEqual(entry);
      else if (!shuffled) expect(found.before.has(own)).toBe(false);
    }
    for (const [own, entry] of found.now) expect(allNow.get(own)).toEqual(entry);
    for (const [own, entry] of found.before) expect(all.get(own)).toEqual(entry);
    const cut = shelf.read(put(now.subarray(0, now.length - 1 - next(15))));
    if (now.length > 0) expect(shelf.differing(held, cut!)).toBeUndefined();
  }
  store.close();
});

test('many ids are found where one is, and no others', () => {
  const repo = repository();
  const input = Array.from(
    { length: 900 },
    (_, index) => `blob\nmark :${index + 1}\ndata 8\n${String(index).padStart(8, '0')}\n`,
  ).join('');
  expect(repo.tryGit(['fast-import', '--quiet'], { input }).status).toBe(0);
  const oids = idsOf(repo);
  const locate = (store: Store, id: Buffer) =>
    store.opened.map(({ idx }) => idx.find(id, 0)).find((offset) => offset >= 0);
  const once = oids.map((oid) => {
    const store = open(repo);
    const place = locate(store, Buffer.from(oid, 'hex'));
    store.close();
    return place;
  });
  const store = open(repo);
  for (let round = 0; round < 2; round++) {
    for (const [index, oid] of oids.entries()) {
      const id = Buffer.from(oid, 'hex');
      expect(locate(store, id)).toBe(once[index]);
      id[19]! ^= 1;
      expect(locate(store, id)).toBeUndefined();
    }
  }
  expect(new Set(once).size).toBe(900);
  store.close();
});
