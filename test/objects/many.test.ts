import { expect, test } from 'vitest';
import { Catalog, tableOf } from '../../src/history/catalog.ts';
import { Column } from '../../src/history/column.ts';
import { Lookups } from '../../src/history/lookups.ts';
import { idsIn } from '../../src/objects/many.ts';
import { random } from '../helpers/keys.ts';

/** Some that are spread as hashes are, and some that begin with the same one to eight bytes. */
function ids(next: (most: number) => number, count: number, idBytes: number): string[] {
  const start = Buffer.from(Array.from({ length: 8 }, () => next(256)));
  const made = Array.from({ length: count }, () => {
    const id = Buffer.from(Array.from({ length: idBytes }, () => next(256)));
    if (next(4) === 0) start.copy(id, 0, 0, 1 + next(8));
    return id.toString('hex');
  });
  const edges = ['00', 'ff'].map((byte) => byte.repeat(idBytes));
  return [...new Set([...made, ...edges])].sort();
}

test.each([
  { idBytes: 20, tables: 1 },
  { idBytes: 20, tables: 3 },
  { idBytes: 32, tables: 2 },
])(
  'many ids of $idBytes bytes in $tables tables: each is found where it is',
  ({ idBytes, tables }) => {
    for (let seed = 0; seed < 30; seed++) {
      const next = random(seed + idBytes);
      const known = Array.from({ length: tables }, (_, index) =>
        ids(next, index === 1 && seed === 0 ? 0 : next(3000), idBytes),
      );
      const numbers = new Map<string, number>();
      let number = 0;
      for (const table of known) {
        for (const oid of table) {
          if (!numbers.has(oid)) numbers.set(oid, number);
          number++;
        }
      }
      const catalog = new Catalog(known.map((oids) => tableOf(oids, idBytes)));
      const asked = [...known.flat(), ...ids(next, 500, idBytes)].filter(() => next(3) > 0);
      const found = new Int32Array(asked.length);
      catalog.findAll(idsIn(bytesOf(asked)), asked.length, found);
      const right = asked.map((oid) => numbers.get(oid) ?? -1);
      expect([...found]).toEqual(right);
      expect(asked.map((oid) => catalog.findHex(oid))).toEqual(right);
      lookUp({ catalog, asked, right });
    }
  },
);

/** The same through a pass's look-ups, at any place in memory, most ids twice. */
function lookUp(met: { catalog: Catalog; asked: string[]; right: number[] }): void {
  const { catalog, asked, right } = met;
  const numbers = new Column();
  const lookups = new Lookups({ catalog, complete: true }, numbers);
  const bytes = Buffer.concat([Buffer.alloc(3), bytesOf(asked)]);
  asked.forEach((_, index) => {
    const at = 3 + index * catalog.idBytes;
    numbers.push(-2);
    if (index % 2 === 0) lookups.number(bytes, at, index);
    if (index % 3 > 0) lookups.exists(bytes, at);
  });
  lookups.settle();
  const wanted = right.map((number, index) => (index % 2 === 0 ? number : -2));
  expect([...numbers.result()]).toEqual(wanted);
  const missing = asked.filter(
    (_, index) => right[index]! < 0 && (index % 2 === 0 || index % 3 > 0),
  );
  expect([...lookups.missing].sort()).toEqual([...new Set(missing)].sort());
}

const bytesOf = (oids: readonly string[]): Buffer =>
  Buffer.concat([Buffer.from(new ArrayBuffer(0)), ...oids.map((oid) => Buffer.from(oid, 'hex'))]);
