import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { collect } from '../helpers/collect.ts';
import { repository } from '../helpers/repo.ts';

const names = [
  'a b',
  'a\nb',
  '-rf',
  '[id].ts',
  '$(x)',
  '名.ts',
  ':(exclude)x',
  'a -> b',
  '"q"',
  'back\\slash',
  'tab\tand\x1bescape',
  ' leading and trailing ',
  'HEAD',
];

test.each([[[]], [['--object-format=sha256']]])(
  'B5 any name of a file is carried byte by byte %s',
  async (kind) => {
    const repo = repository(...kind);
    repo.commit('first', 'x\n');
    const oid = repo.git('hash-object', '-w', 'first');
    const latin1 = Buffer.from('bad\xff/name\xfe', 'latin1');
    const paths = [...names.map((name) => Buffer.from(name)), latin1];
    const lines = paths.map((path) => Buffer.concat([Buffer.from(`100644 ${oid}\t`), path]));
    const input = Buffer.concat(lines.flatMap((line) => [line, Buffer.from([0])]));
    execFileSync('git', ['update-index', '-z', '--index-info'], { cwd: repo.path, input });

    const { blobs } = await collect(repo);
    const bytes = blobs.map(({ origin }) =>
      Buffer.from(origin.pathBytes ?? Buffer.from(origin.path)).toString('latin1'),
    );
    expect(bytes.sort()).toEqual(paths.map((path) => path.toString('latin1')).sort());
    const odd = blobs.filter(({ origin }) => origin.pathBytes !== undefined);
    expect(odd).toHaveLength(1);
    expect(Buffer.from(odd[0]!.origin.pathBytes!)).toEqual(latin1);
    expect(odd[0]!.origin.path).toBe('bad\ufffd/name\ufffd');
  },
);

test('B5 the parents of a file with an odd name are found too', async () => {
  const repo = repository();
  for (const name of names) repo.commit(name, `${name}, before\n`);
  for (const name of names) repo.stage(name, 'after\n');
  const { previous } = await collect(repo);
  for (const name of names) expect(previous[name]).toEqual([`${name}, before\n`]);
});
