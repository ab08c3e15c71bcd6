/**
 * What earlier scans have found in objects that are still there, so that a scan reads only what is new.
 * All of it is said of objects by what they are: this blob holds a secret of that fingerprint, that
 * commit has these parents, this tree leads to that blob. So it holds as long as the objects do; and a
 * tree or commit that was read can only name what was there then, or what is missing still.
 *
 * Objects go by numbers: those of the packs in order, then the loose ones. The tables come first in the
 * catalog of the next scan, so that the numbers stay what they are.
 */
import type { IdTable } from '../objects/idx.ts';
import type { Store } from '../objects/store.ts';
import { Catalog, tableOf } from './catalog.ts';
import { Column } from './column.ts';
import type { Commits } from './commits.ts';
import type { Row } from './content.ts';
import type { Edges } from './edges.ts';
import type { Notes } from './notes.ts';

/** What was read in some objects, and how much of it ignore comments took away. */
export interface Totals {
  readonly files: number;
  readonly messages: number;
  readonly bytes: number;
  readonly commits: number;
  readonly ignored: number;
}

export interface KnownPack {
  readonly path: string;
  /** Digest of the pack and its index. */
  readonly digest: string;
}

/** As it is written to disk. */
export interface Facts {
  readonly packs: readonly KnownPack[];
  /** Sorted. */
  readonly loose: readonly string[];
  readonly totals: { readonly packs: Totals; readonly loose: Totals };
  readonly rows: readonly Row[];
  readonly missing: readonly string[];
  /** Commits with their tree, first parent (or -1) and time; second and later parents as pairs. */
  readonly commits: Int32Array;
  readonly trees: Int32Array;
  readonly parents: Int32Array;
  readonly times: Float64Array;
  readonly merges: Int32Array;
  /** What leads to something sought: tree, object, name. */
  readonly edgeTrees: Int32Array;
  readonly edgeObjects: Int32Array;
  readonly edgeNames: Int32Array;
  readonly names: readonly string[];
}

export const nothing: Totals = { files: 0, messages: 0, bytes: 0, commits: 0, ignored: 0 };

export class Known {
  readonly tables: readonly IdTable[];
  readonly packs: ReadonlySet<string>;
  /** Loose objects that need not be read. */
  readonly loose: ReadonlySet<string>;
  readonly totals: Facts['totals'];

  private constructor(
    readonly facts: Facts,
    tables: readonly IdTable[],
    unchanged: boolean,
  ) {
    this.tables = tables;
    this.packs = new Set(facts.packs.map(({ path }) => path));
    this.loose = new Set(unchanged ? facts.loose : []);
    this.totals = { ...facts.totals, ...(!unchanged && { loose: nothing }) };
  }

  /**
   * @param unchanged whether all loose objects are still loose and as they were
   * @returns undefined where something has gone, or something that was missing has come
   */
  static of(facts: Facts, store: Store, unchanged: boolean): Known | undefined {
    const tables: IdTable[] = [];
    for (const { path } of facts.packs) {
      const ids = store.ids(path);
      if (ids === undefined) return undefined;
      tables.push(ids);
    }
    const has = (oid: string) => store.has(Buffer.from(oid, 'hex'), 0);
    if (!unchanged && !facts.loose.every(has)) return undefined;
    if (facts.missing.some(has)) return undefined;
    return new Known(facts, [...tables, tableOf(facts.loose, store.idBytes)], unchanged);
  }

  fill(columns: Commits): void {
    const { commits, trees, parents, times } = this.facts;
    for (let index = 0; index < commits.length; index++) {
      const number = commits[index]!;
      columns.trees[number] = trees[index]!;
      columns.parents[number] = parents[index]!;
      columns.times[number] = times[index]!;
    }
  }

  /** As the tree pass would have noted it, each edge in full. */
  get notes(): Notes {
    const { edgeTrees: trees, edgeObjects: objects, edgeNames, names } = this.facts;
    const ends = trees.map((_, index) => index + 1);
    const bases = new Int32Array(trees.length).fill(-1);
    return { trees, bases, ends, objects, nameIndexes: edgeNames, names };
  }
}

/** What a scan has learned, in its own numbers. */
export interface Learned {
  /** Known tables, forests, loose objects. */
  readonly catalog: Catalog;
  /** The packs among the catalog's tables, in order: index and path. */
  readonly packs: readonly { readonly table: number; readonly path: string }[];
  readonly totals: Facts['totals'];
  readonly rows: readonly Row[];
  readonly missing: readonly string[];
  readonly columns: Commits;
  readonly merges: readonly number[];
  readonly edges: Edges;
}

/** The same in the numbers of the next scan. */
export function factsOf(
  learned: Learned,
  packs: readonly KnownPack[],
  loose: readonly string[],
): Facts {
  const { totals, rows, missing, columns, merges, edges } = learned;
  const number = renumbering(learned, loose);
  const own = commitsIn(columns);
  const commits = own.map(number);
  return {
    packs,
    loose,
    totals,
    rows: rows.map(({ fingerprint, kind, count, ...row }) => {
      return { fingerprint, number: number(row.number), kind, count };
    }),
    missing,
    commits,
    trees: own.map((at) => number(columns.trees[at]!)),
    parents: own.map((at) => number(columns.parents[at]!)),
    times: Float64Array.from(own, (at) => columns.times[at]!),
    merges: new Int32Array(merges).map(number),
    edgeTrees: edges.trees.map(number),
    edgeObjects: edges.objects.map(number),
    edgeNames: edges.nameIndexes,
    names: edges.names,
  };
}

function commitsIn({ times }: Commits): Int32Array {
  const commits = new Column();
  for (let number = 0; number < times.length; number++) {
    if (times[number]! >= 0) commits.push(number);
  }
  return commits.result();
}

/** Packs keep their order and so their numbers but for a shift; a loose object may be packed by now. */
function renumbering({ catalog, packs }: Learned, loose: readonly string[]) {
  const tables = packs.map(({ table }) => catalog.tables[table]!);
  const next = new Catalog([...tables, tableOf(loose, catalog.idBytes)]);
  const { firsts } = catalog;
  /** By table of this scan; undefined of loose objects. */
  const shifts: (number | undefined)[] = firsts.map(() => undefined);
  for (const [index, { table }] of packs.entries()) {
    shifts[table] = next.firsts[index]! - firsts[table]!;
  }
  return (number: number): number => {
    if (number < 0) return -1;
    let table = firsts.length - 1;
    while (firsts[table]! > number) table--;
    const shift = shifts[table];
    return shift === undefined ? next.findHex(catalog.hex(number)) : number + shift;
  };
}
