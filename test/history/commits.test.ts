import { expect, test } from 'vitest';
import { Catalog, tableOf } from '../../src/history/catalog.ts';
import { CommitPass, newColumns } from '../../src/history/commits.ts';
import { alone } from '../../src/history/ground.ts';
import { linear } from '../../src/objects/linear.ts';
import { random } from '../helpers/keys.ts';

type Dice = (bound: number) => number;

const times = ['1700000000', '0', '', '12x4', '99999999999999999999', '-5', '9007199254740993'];

/** A commit; in one of four something about it is odd. */
function commitOf(dice: Dice, oids: readonly string[], digits: number): Buffer {
  const oid = () => {
    const id = dice(9) === 0 ? `${dice(9)}`.repeat(digits) : oids[dice(oids.length)]!;
    if (dice(80) === 0) return id.toUpperCase();
    if (dice(80) === 0) return id.slice(dice(digits));
    return dice(80) === 0 ? id.slice(1) + '`g/:@G\u00e9'[dice(7)] : id;
  };
  const parents = dice(40) === 0 ? dice(3000) : dice(4);
  const time = dice(6) === 0 ? times[dice(times.length)] : `${1_600_000_000 + dice(1e8)}`;
  const lines = [
    `tree ${oid()}`,
    ...Array.from({ length: parents }, () => `parent ${oid()}`),
    `author A <a@example.com> ${dice(1e9)} +0000`,
    `committer A > B <b@example.com> ${time} +0000`,
    'gpgsig -----BEGIN',
    ' committer inside',
    '',
    `parent ${oid()}`,
  ];
  if (dice(20) === 0) lines.splice(dice(lines.length), 1);
  const text = `${lines.join('\n')}\n`;
  return Buffer.from(dice(20) === 0 ? text.slice(0, dice(text.length)) : text, 'latin1');
}

test.each([20, 32])(
  'commits are read in WebAssembly as they are read in TypeScript, ids of %i bytes',
  (idBytes) => {
    const memory = linear()!;
    const dice = random(idBytes);
    const hex = () => Array.from({ length: idBytes * 2 }, () => dice(16).toString(16)).join('');
    const oids = Array.from({ length: 400 }, hex).sort();
    const catalog = new Catalog([tableOf(oids, idBytes)]);
    const [quick, plain] = [0, 1].map(
      () => new CommitPass({ catalog, complete: true }, newColumns(400)),
    );
    for (let round = 0; round < 1000; round++) {
      const bytes = commitOf(dice, oids, idBytes * 2);
      const number = dice(400);
      const start = memory.arena;
      memory.grow(start + bytes.length + memory.spill);
      // What stood there before stands behind it.
      memory.bytes.set(bytes, start);
      const standing = { ...alone(bytes), arena: memory.bytes, start, depth: 0 };
      quick!.object(standing, number);
      plain!.object(alone(bytes), number);
      if (round % 500 < 400) continue;
      // Each number is told by one commit only where it is compared.
      const [one, other] = [quick!.result(), plain!.result()];
      expect({ ...one, missing: [...one.missing].sort() }).toEqual({
        ...other,
        missing: [...other.missing].sort(),
      });
      expect(quick!.columns).toEqual(plain!.columns);
    }
  },
);
