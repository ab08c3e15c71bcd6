import { expect, test } from 'vitest';
import { compile } from '../../src/detect/engine.ts';
import { Catalog, tableOf } from '../../src/history/catalog.ts';
import { edgesTo } from '../../src/history/edges.ts';
import { TreePass } from '../../src/history/trees.ts';
import { Copies } from '../../src/objects/delta.ts';
import { random } from '../helpers/keys.ts';

const engine = compile([]);
const judging = { inline: true, webKeys: 'error', showSecrets: false } as const;

interface Entry {
  readonly mode: string;
  readonly name: string;
  readonly oid: string;
}

const bytesOf = (entries: readonly Entry[]): Buffer =>
  Buffer.concat(
    entries.flatMap(({ mode, name, oid }) => [
      Buffer.from(`${mode} ${name}\0`),
      Buffer.from(oid, 'hex'),
    ]),
  );

/** Of a random tree a version whose delta moves, repeats, leaves out, and cuts entries in two. */
function version(
  base: Buffer,
  next: (most: number) => number,
  fresh: () => Entry,
): { bytes: Buffer; copies: Copies } {
  const copies = new Copies();
  const parts: Buffer[] = [];
  let length = 0;
  const starts = [0];
  for (let at = 0; at < base.length; ) {
    at = base.indexOf(0, at) + 21;
    starts.push(at);
  }
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  const copy = (from: number, to: number) => {
    if (to <= from) return;
    copies.push(length, from, to - from);
    add(base.subarray(from, to));
  };
  for (let index = 0; index + 1 < starts.length; ) {
    const first = next(8) === 0 ? next(starts.length - 1) : index;
    const last = Math.min(starts.length - 1, first + 1 + next(6));
    const cut = next(3) === 0 ? next(starts[last]! - starts[last - 1]!) : 0;
    if (next(6) > 0) {
      // The end of the last entry may be inserted, byte for byte the same.
      copy(starts[first]!, starts[last]! - cut);
      if (cut > 0) add(base.subarray(starts[last]! - cut, starts[last]!));
    }
    if (next(3) === 0) add(bytesOf([fresh()]));
    index = first === index ? last : index + 1;
  }
  return { bytes: Buffer.concat(parts), copies };
}

test('trees noted as changes lead to the same holders as trees noted in full', () => {
  let moved = 0;
  for (let seed = 0; seed < 60; seed++) {
    const next = random(seed);
    const hex = () =>
      Array.from({ length: 20 }, () => next(256).toString(16).padStart(2, '0')).join('');
    const oids = Array.from({ length: 60 }, hex).sort();
    const catalog = new Catalog([tableOf(oids, 20)]);
    const sought = Uint8Array.from(oids, (_, index) => (index % 7 === 3 ? 1 : 0));
    const fresh = (): Entry => ({
      mode: ['40000', '100644', '160000'][next(3)]!,
      name: `n${next(9)}`,
      oid: next(9) === 0 ? hex() : oids[30 + next(30)]!,
    });
    const place = { catalog, complete: true };
    const changes = new TreePass(engine, judging, place, { sought, first: true, laid: [] });
    const full = new TreePass(engine, judging, place, { sought, first: true, laid: [] });
    let bases = [bytesOf(Array.from({ length: next(12) }, fresh))];
    for (let number = 0; number < 30; number++) {
      const depth = number === 0 ? 0 : next(Math.min(bases.length, 6)) + (next(4) > 0 ? 1 : 0);
      const base = bases[Math.min(depth, bases.length) - 1];
      const made = base && depth > 0 ? version(base, next, fresh) : undefined;
      const bytes = made?.bytes ?? bytesOf(Array.from({ length: next(12) }, fresh));
      const from = [...(made?.copies.from.subarray(0, made.copies.length) ?? [])];
      if (from.some((one, index) => index > 0 && one < from[index - 1]!)) moved++;
      const at = made ? Math.min(depth, bases.length) : 0;
      bases = [...bases.slice(0, at), bytes];
      const standing = { index: 0, arena: bytes, start: 0, size: bytes.length, bytes, leaf: false };
      changes.object(
        {
          ...standing,
          depth: at,
          baseSize: base?.length ?? 0,
          copies: made?.copies ?? new Copies(),
        },
        number,
      );
      full.object({ ...standing, depth: -1, baseSize: 0, copies: new Copies() }, number);
    }
    const [one, other] = [changes.result(), full.result()];
    expect([...one.missing].sort()).toEqual([...other.missing].sort());
    const [left, right] = [one, other].map(({ notes }) => {
      const leading = sought.slice();
      const { trees, objects, nameIndexes, names } = edgesTo([notes], leading);
      const edges = [...trees].map(
        (tree, index) => `${tree} ${names[nameIndexes[index]!]} ${objects[index]}`,
      );
      return { leading, edges: [...new Set(edges)].sort() };
    });
    expect(left).toEqual(right);
  }
  expect(moved).toBeGreaterThan(100);
});
