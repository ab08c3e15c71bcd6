/** Packs of more than 4 GiB, with a hole in the file where their largest object would stand. */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { standardKey } from '../helpers/keys.ts';
import { blob, indexOf, type MadeEntry, u32 } from '../helpers/packs.ts';
import { type Repo, repository, run } from '../helpers/repo.ts';
import { entryOf } from '../verify/random.ts';

const HOLE = 5 * 2 ** 30;

/** The first entry, a hole, the others. */
function writeHoled(repo: Repo, entries: readonly MadeEntry[]): void {
  const path = join(repo.path, '.git/objects/pack/pack-made');
  const file = openSync(`${path}.pack`, 'w');
  const offsets: number[] = [];
  writeSync(file, Buffer.concat([Buffer.from('PACK'), u32(2, entries.length)]));
  let at = 12;
  for (const { bytes } of entries) {
    offsets.push(at);
    writeSync(file, bytes, 0, bytes.length, at);
    at += bytes.length + (offsets.length === 1 ? HOLE : 0);
  }
  const sum = Buffer.alloc(20, 7);
  writeSync(file, sum, 0, 20, at);
  closeSync(file);
  writeFileSync(`${path}.idx`, withLongOffsets(entries, offsets, sum));
}

/** Version 2 has what is beyond 2 GiB in a table of its own, behind the short offsets. */
function withLongOffsets(entries: readonly MadeEntry[], offsets: number[], sum: Buffer): Buffer {
  const long = offsets.filter((offset) => offset >= 2 ** 31);
  const short = offsets.map((at) => (at < 2 ** 31 ? at : 2 ** 31 + long.indexOf(at)));
  const index = indexOf(entries, short, sum);
  const table = long.flatMap((at) => [Math.floor(at / 2 ** 32), at % 2 ** 32]);
  return Buffer.concat([index.subarray(0, -40), u32(...table), index.subarray(-40)]);
}

// Windows would fill the hole.
test.skipIf(process.platform === 'win32').each([
  ['what follows a long entry is found', blob(`${standardKey(1)}\n`), 1],
  [
    'an entry too large for memory is too large, and all else is scanned',
    { oid: '1'.repeat(40), bytes: entryOf(3, HOLE, Buffer.from('its beginning')) },
    2,
  ],
] as const)('H3 a pack of 5 GiB: %s', (_, first, status) => {
  const repo = repository();
  const behind = blob(`${standardKey(2)}\n`);
  writeHoled(repo, [first, behind]);
  expect(repo.git('cat-file', 'blob', behind.oid)).toBe(standardKey(2));
  for (const env of [{}, { KEYFENCE_NO_WASM: '1' }]) {
    const ran = repo.keyfence(['history', '--format', 'json'], { env });
    const { findings, skipped } = JSON.parse(ran.stdout);
    const oids = findings.map((one: { where: { oid: string } }) => one.where.oid).sort();
    const expected = status === 1 ? [first.oid, behind.oid].sort() : [behind.oid];
    expect([ran.status, oids]).toEqual([status, expected]);
    expect(skipped.map((one: { reason: string }) => one.reason)).toEqual(
      status === 1 ? [] : ['too-large'],
    );
  }
});

test('H2 folders in folders, deeper than a name may be long here: the scan is complete', () => {
  const repo = repository();
  const leaf = repo.stage('leaf.txt', `${standardKey(1)}\n`).git('rev-parse', ':leaf.txt');
  const tree = (line: string) =>
    run('git', ['mktree'], { cwd: repo.path, input: `${line}\n` }).stdout.trim();
  let at = tree(`100644 blob ${leaf}\tleaf.txt`);
  for (let depth = 0; depth < 30; depth++) at = tree(`040000 tree ${at}\t${'d'.repeat(200)}`);
  repo.git('update-ref', 'refs/heads/main', repo.git('commit-tree', '-m', 'deep', at));
  for (const args of [['history'], ['history', 'main']]) {
    const { status, stdout } = repo.keyfence([...args, '--format', 'json']);
    const { complete, findings } = JSON.parse(stdout);
    expect([args, status, complete]).toEqual([args, 1, true]);
    expect(findings[0].where.path.length).toBeGreaterThan(6000);
  }
});
