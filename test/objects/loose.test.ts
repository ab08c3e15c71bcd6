import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readLoose, readLooseHeader } from '../../src/objects/loose.ts';
import { folder, repository } from '../helpers/repo.ts';

const oid = 'ab'.repeat(20);

function planted(file: Uint8Array): string {
  const objects = folder();
  mkdirSync(join(objects, 'ab'));
  writeFileSync(join(objects, 'ab', oid.slice(2)), file);
  return objects;
}

describe.each(['sha1', 'sha256'])('readLoose in a %s repository', (format) => {
  test('gives every type exactly as git cat-file does', () => {
    const repo = repository(`--object-format=${format}`);
    repo.commit('a.txt', 'hello\r\n\0\xff', 'message');
    repo.git('tag', '-a', 'v1', '-m', 'tagged');
    const objects = join(repo.path, '.git', 'objects');
    for (const name of ['HEAD:a.txt', 'HEAD^{tree}', 'HEAD', 'v1']) {
      const id = repo.git('rev-parse', name);
      const found = readLoose(objects, id)!;
      expect(id).toHaveLength(format === 'sha1' ? 40 : 64);
      expect(found.type).toBe(repo.git('cat-file', '-t', id));
      const rehashed = repo.tryGit(['hash-object', '-t', found.type, '--stdin'], {
        input: found.bytes,
      });
      expect(rehashed.stdout.trim()).toBe(id);
      expect(readLooseHeader(objects, id)).toMatchObject({
        type: found.type,
        size: found.bytes.length,
      });
    }
  });

  test('a packed or unknown object is undefined', () => {
    const repo = repository(`--object-format=${format}`);
    const commit = repo.commit('a.txt', 'x');
    repo.git('repack', '-adq');
    expect(readLoose(join(repo.path, '.git', 'objects'), commit)).toBeUndefined();
    expect(readLooseHeader(join(repo.path, '.git', 'objects'), commit)).toBeUndefined();
  });
});

test('the header of a large blob is read without the blob', () => {
  const repo = repository();
  const size = 3_000_000;
  repo.stage('big.bin', Buffer.alloc(size, 'ab'));
  const id = repo.git('rev-parse', ':big.bin');
  expect(readLooseHeader(join(repo.path, '.git', 'objects'), id)).toEqual({
    type: 'blob',
    size,
    start: 13,
  });
});

test.each([
  ['an empty file', Buffer.alloc(0)],
  ['no zlib', Buffer.from('not zlib at all')],
  ['a cut stream', deflateSync(`blob 600\0${'x'.repeat(600)}`).subarray(0, -8)],
  [
    'a wrong checksum',
    (() => {
      const bytes = deflateSync('blob 1\0x');
      bytes[bytes.length - 1]! ^= 1;
      return bytes;
    })(),
  ],
  ['an unknown type', deflateSync('blub 1\0x')],
  ['no NUL', deflateSync('blob 1'.padEnd(100, '1'))],
  ['a negative size', deflateSync('blob -1\0x')],
  ['a size with a leading zero', deflateSync('blob 01\0x')],
  ['a size too small', deflateSync('blob 1\0xyz')],
  ['a size too large', deflateSync('blob 9\0xyz')],
  ['a size beyond 2^53', deflateSync('blob 99999999999999999999\0xyz')],
])('%s is a corrupt object, with the id and the path in the message', (_, file) => {
  const objects = planted(file);
  expect(() => readLoose(objects, oid)).toThrow(
    expect.objectContaining({
      code: 'corrupt-object',
      message: expect.stringContaining(`${objects}/ab/${oid.slice(2)}`),
    }),
  );
});

test.each(['', 'HEAD', '../../etc/passwd', 'AB'.repeat(20), 'ab'.repeat(21)])(
  'an id that is none (%j) never becomes a path',
  (id) => {
    expect(() => readLoose('/nowhere', id)).toThrow(
      expect.objectContaining({ code: 'corrupt-object' }),
    );
  },
);
