/**
 * One scan's dealings with the cache: what it takes over of an earlier scan and need not read, and what
 * it hands on to the next. Without a cache it is there all the same, and empty.
 */
import type { Engine } from '../detect/engine.ts';
import { Hits } from '../detect/engine.ts';
import type { Store } from '../objects/store.ts';
import type { Cache } from './cache.ts';
import type { Catalog } from './catalog.ts';
import type { Commits } from './commits.ts';
import type { Content } from './content.ts';
import type { Edges } from './edges.ts';
import type { Ground } from './ground.ts';
import { type Known, nothing, type Totals } from './known.ts';
import { type Notes, noNotes } from './notes.ts';
import type { AnyRow } from './rows.ts';
import type { Trees } from './trees.ts';

export class Recall {
  known: Known | undefined;
  /** What attribution has found to lead to a secret. */
  edges: Edges = noNotes;
  readonly #cache: Cache | undefined;
  /** What the last stretch of the content pass has read: the loose objects. */
  #loose: readonly Content[] = [];

  constructor(cache: Cache | undefined) {
    this.#cache = cache;
  }

  /** Called before the repository is surveyed. */
  begin(store: Store): Known | undefined {
    this.known = this.#cache?.recall(store);
    return this.known;
  }

  /** Ids that were missing and are missing still. */
  get missing(): readonly string[] {
    return this.known?.facts.missing ?? [];
  }

  get rows(): readonly AnyRow[] {
    return this.known?.facts.rows ?? [];
  }

  get merges(): Iterable<number> {
    return this.known?.facts.merges ?? [];
  }

  get notes(): readonly Notes[] {
    return this.known ? [this.known.notes] : [];
  }

  /** Packs and loose objects apart: what is known of loose ones may cease to hold without the packs'. */
  stretches(roots: Uint32Array[]): Uint32Array[][] {
    if (!this.#cache) return [roots];
    const last = roots.length - 1;
    const empty = new Uint32Array(0);
    return [
      roots.map((some, part) => (part === last ? empty : some)),
      roots.map((some, part) => (part === last ? some : empty)),
    ];
  }

  /** Told of each stretch. */
  read(content: readonly Content[]): void {
    this.#loose = content;
  }

  /** Of what was read now, and of what need not be read. */
  totals(content: readonly Content[]): Totals {
    const { packs = nothing, loose = nothing } = this.known?.totals ?? {};
    return sumOf([packs, loose, ...content.map(totalsOf)]);
  }

  /** Hands on what was read, where nothing of it may be other than it seemed. */
  learn(met: {
    readonly engine: Engine;
    readonly ground: Ground;
    readonly catalog: Catalog;
    readonly columns: Commits;
    readonly content: readonly Content[];
    readonly trees: readonly Trees[];
    readonly rows: readonly AnyRow[];
    readonly missing: ReadonlySet<string>;
  }): void {
    const { engine, ground, catalog, columns, content, missing } = met;
    const rows = met.rows.filter(({ kind }) => kind !== 'ref');
    const tables = ground.known.length;
    // A name that holds a secret would have to be kept.
    const named = rows.some(({ name }) => name !== undefined);
    const excused = met.trees.some(({ ignored }) => ignored > 0);
    if (!this.#cache || named || excused) return;
    const edges = withoutOthers(this.edges);
    if (edges.names.some((name) => hits(engine, name))) return;
    const { packs = nothing, loose = nothing } = this.known?.totals ?? {};
    const own = content.filter((one) => !this.#loose.includes(one));
    const known = this.known?.facts.packs ?? [];
    this.#cache.learn({
      catalog,
      packs: [
        ...known.map(({ path }, table) => ({ table, path })),
        ...ground.forests.map(({ path }, part) => ({ table: tables + part, path })),
      ],
      totals: {
        packs: sumOf([packs, ...own.map(totalsOf)]),
        loose: sumOf([loose, ...this.#loose.map(totalsOf)]),
      },
      rows,
      missing: [...missing].sort(),
      columns,
      merges: [...this.merges, ...content.flatMap(({ merges }) => merges)],
      edges,
    });
  }
}

/** The same edges, with the names that are in them and no others. */
function withoutOthers(edges: Edges): Edges {
  const numbers = new Map<number, number>();
  for (const index of edges.nameIndexes) {
    if (!numbers.has(index)) numbers.set(index, numbers.size);
  }
  const names = [...numbers.keys()].map((index) => edges.names[index]!);
  return { ...edges, nameIndexes: edges.nameIndexes.map((index) => numbers.get(index)!), names };
}

function hits(engine: Engine, name: string): boolean {
  const bytes = Buffer.from(name, 'latin1');
  const found = new Hits();
  engine.scan(bytes, 0, bytes.length, found);
  return found.length > 0;
}

const totalsOf = ({ files, messages, bytes, commits, ignored }: Content): Totals => ({
  files,
  messages,
  bytes,
  commits,
  ignored,
});

function sumOf(all: readonly Totals[]): Totals {
  const sum = (pick: (one: Totals) => number) => all.reduce((total, one) => total + pick(one), 0);
  return {
    files: sum(({ files }) => files),
    messages: sum(({ messages }) => messages),
    bytes: sum(({ bytes }) => bytes),
    commits: sum(({ commits }) => commits),
    ignored: sum(({ ignored }) => ignored),
  };
}
