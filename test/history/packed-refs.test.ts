import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packedId } from '../../src/history/packed-refs.ts';
import { random } from '../helpers/keys.ts';
import { folder, repository } from '../helpers/repo.ts';

test('every ref of a large packed-refs that git wrote is found by halving, and what is not there is not', () => {
  const repo = repository();
  const ids = ['one', 'two', 'three'].map((name) => repo.commit(`${name}.txt`, `${name}\n`));
  repo.git('tag', '-a', '-m', 'A tag of its own', 'annotated');
  const pick = random(7);
  const name = () => {
    const letters = Array.from({ length: 1 + pick(40) }, () => 'abcxyzAZ09-_é'[pick(13)]!);
    return `${['heads', 'tags', 'pull', 'remotes/origin'][pick(4)]}/x${letters.join('')}`;
  };
  const refs = new Map<string, string>();
  while (refs.size < 2500) refs.set(`refs/${name()}`, ids[pick(3)]!);
  const lines = [...refs].map(([ref, id]) => `create ${ref} ${id}\n`).join('');
  expect(repo.tryGit(['update-ref', '--stdin'], { input: lines }).status).toBe(0);
  repo.git('pack-refs', '--all');
  const path = join(repo.path, '.git/packed-refs');
  const bytes = readFileSync(path, 'latin1');
  expect(bytes.length).toBeGreaterThan(1 << 16);
  expect(bytes).toContain('\n^');
  const latin1 = (text: string) => Buffer.from(text).toString('latin1');
  for (const [ref, id] of refs) {
    expect(packedId(path, latin1(ref)), ref).toBe(id);
    const other = `${ref}!`;
    expect(packedId(path, latin1(other)), other).toBe('none');
  }
  expect(packedId(path, 'refs/heads/main')).toBe(ids[2]);
  expect(packedId(path, 'refs/a')).toBe('none');
  expect(packedId(path, 'refs/zzz')).toBe('none');
  expect(packedId(path, 'refs/tags/annotated')).toBe(repo.git('rev-parse', 'annotated').trim());
});

test('what is small, not there, not sorted or of odd lines is left to whoever reads all of it', () => {
  const path = join(folder(), 'packed-refs');
  expect(packedId(path, 'refs/heads/a')).toBeUndefined();
  const id = 'a'.repeat(40);
  const long = `${id} refs/heads/${'x'.repeat(5000)}\n`.repeat(20);
  const head = '# pack-refs with: peeled fully-peeled sorted \n';
  for (const text of [head, long, `# pack-refs with: peeled \n${long}`, head + long]) {
    writeFileSync(path, text);
    expect(packedId(path, 'refs/heads/a')).toBeUndefined();
  }
});
