/**
 * Rows → findings: one for each secret, with the commit that brought it, the last one that has it, and
 * which refs reach it. Runs only where something was found. Each finding is judged once more, on the
 * bytes and under the path of the commit that brought it, so that it reads like any other finding.
 */
import { type Engine, Hits } from '../detect/engine.ts';
import { judge } from '../detect/findings.ts';
import { BLOB, typeNames } from '../objects/entry.ts';
import { isoDate, type Person, parseCommit } from '../objects/parse.ts';
import { Damage } from '../objects/reader.ts';
import { entryOf } from '../objects/tree.ts';
import type { CommitRef, Finding, Origin, Presence, Where } from '../types.ts';
import { type Judging, type Row, sectionsOf, sha256 } from './content.ts';
import type { Graph } from './graph.ts';
import type { Thread } from './ground.ts';
import type { Holders, Paths } from './holders.ts';
import type { Refs } from './refs.ts';
import { Veil } from './veil.ts';

/** A row; `name` where the secret is in the name of a tree's entry. */
export type AnyRow = Row & { readonly name?: string };

export interface Known {
  readonly thread: Thread;
  readonly graph: Graph;
  readonly holders: Holders;
  readonly refs: Refs;
  /** Ids that only reflogs name. */
  readonly reflogs: readonly string[];
}

export interface AttributeOptions {
  readonly engine: Engine;
  readonly judging: Judging;
  readonly allPlaces: boolean;
}

interface Tip {
  readonly name: string;
  readonly number: number;
}

/** Where the secret is first met, so that it can be judged there. */
interface Spot {
  readonly row: AnyRow;
  readonly commit?: number;
  /** One character per byte. */
  readonly path: string;
}

export class Attribution {
  readonly #known: Known;
  readonly #options: AttributeOptions;
  readonly #tips: Tip[];
  readonly #head: number;
  readonly #fromHead: Uint8Array;
  readonly #fromRefs: Uint8Array;
  readonly #fromReflogs: Uint8Array;
  /** Commits of notes: nothing else reaches them. */
  readonly #fromNotes: Uint8Array;
  readonly #veil: Veil;

  constructor(known: Known, options: AttributeOptions) {
    const { graph, refs, thread } = known;
    const find = (oid: string) => thread.catalog.findHex(oid);
    this.#known = known;
    this.#options = options;
    this.#veil = new Veil(options.engine, options.judging);
    this.#tips = refs.refs.flatMap(({ name, oid, peeled }) =>
      [...new Set([find(peeled), find(oid)])].map((number) => ({ name, number })),
    );
    this.#head = refs.head === undefined ? -1 : find(refs.head);
    this.#fromHead = graph.ancestors([this.#head]);
    this.#fromRefs = graph.ancestors([this.#head, ...this.#tips.map(({ number }) => number)]);
    this.#fromNotes = this.#notes();
    this.#fromReflogs = graph.ancestors(known.reflogs.map(find));
  }

  #notes(): Uint8Array {
    const isNote = ({ name }: Tip) => name.startsWith('refs/notes/');
    const numbers = (tips: Tip[]) => tips.map(({ number }) => number);
    const { graph } = this.#known;
    const notes = graph.ancestors(numbers(this.#tips.filter(isNote)));
    const plain = graph.ancestors([
      this.#head,
      ...numbers(this.#tips.filter((tip) => !isNote(tip))),
    ]);
    return notes.map((one, index) => (plain[index] === 1 ? 0 : one));
  }

  /** All rows of one fingerprint → its finding; undefined where the judge, knowing more, sees none. */
  finding(rows: readonly AnyRow[]): Finding | undefined {
    const objects = new Set<number>();
    const paths = this.#known.holders.commitsOf(startsOf(rows), objects);
    for (const { kind, number } of rows) {
      objects.add(number);
      if (this.#known.graph.isCommit(number) && kind !== 'blob') paths.set(number, new Set(['']));
    }
    const presence = this.#presence(rows, paths, objects);
    for (const spot of this.#spots(rows, paths)) {
      const found = this.#judge(spot, rows[0]!.fingerprint);
      if (found !== undefined) return this.#worded(found, spot, { rows, presence, paths });
    }
    return undefined;
  }

  /** Places to judge it at, the best first: where it came in, then any object that has it. */
  *#spots(rows: readonly AnyRow[], paths: Paths): Generator<Spot> {
    const first = this.#firstOf(paths);
    if (first !== undefined) {
      for (const path of [...paths.get(first)!].sort()) {
        const row = this.#rowAt(rows, first, path);
        if (row !== undefined) yield { row, commit: first, path };
      }
    }
    for (const row of rows) yield { row, path: '' };
  }

  #rowAt(rows: readonly AnyRow[], commit: number, path: string): AnyRow | undefined {
    if (path === '') return rows.find(({ number }) => number === commit);
    const number = this.#objectAt(commit, path);
    const named = (row: AnyRow) => row.name !== undefined && path.split('/').includes(row.name);
    return rows.find((row) => row.number === number) ?? rows.find(named);
  }

  #objectAt(commit: number, path: string): number {
    const { thread, graph } = this.#known;
    let number = graph.columns.trees[commit]!;
    for (const name of path.split('/')) {
      const tree = number < 0 ? undefined : thread.read(number);
      if (tree === undefined || tree instanceof Damage) return -1;
      const at = entryOf(tree.bytes, Buffer.from(name, 'latin1'), thread.catalog.idBytes);
      number = at < 0 ? -1 : thread.catalog.find(tree.bytes, at);
    }
    return number;
  }

  #judge({ row, path, commit }: Spot, fingerprint: string): Finding | undefined {
    const { engine, judging } = this.#options;
    for (const bytes of this.#texts(row)) {
      const hits = new Hits();
      engine.scan(bytes, 0, bytes.length, hits);
      const plain = { ...judging, origin: this.#origin(row, '', commit), sha256 };
      const full = { ...plain, origin: this.#origin(row, path, commit) };
      const hash = hashOf(fingerprint);
      const same = (finding: Finding) => hashOf(finding.fingerprint) === hash;
      const found =
        judge(engine, bytes, hits, full).findings.find(same) ??
        judge(engine, bytes, hits, plain).findings.find(same);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #origin({ kind, number }: AnyRow, path: string, commit: number | undefined): Origin {
    if (kind === 'blob' && commit !== undefined && this.#fromNotes[commit] === 1) {
      return { kind: 'note', path: '', oid: this.#known.thread.catalog.hex(number) };
    }
    const oid = number < 0 ? {} : { oid: this.#known.thread.catalog.hex(number) };
    if (kind !== 'blob' || path === '') return { kind, path: '', ...oid };
    return { kind, ...this.#veil.path(path), ...oid };
  }

  /** The bytes that the row's secret stands in: the blob, or the commit's or tag's part, or the name. */
  #texts({ number, kind, name }: AnyRow): Uint8Array[] {
    if (name !== undefined) return [Buffer.from(name, 'latin1')];
    const found = this.#known.thread.read(number);
    if (found instanceof Damage) return [];
    const type = typeNames.indexOf(found.type);
    if (type === BLOB) return [found.bytes];
    return sectionsOf(found.bytes, type)
      .filter((section) => section.kind === kind)
      .map(({ bytes }) => bytes);
  }

  #worded(
    found: Finding,
    { commit, path }: Spot,
    { rows, presence, paths }: { rows: readonly AnyRow[]; presence: Presence; paths: Paths },
  ): Finding {
    const ref = commit === undefined ? undefined : this.#ref(commit, path);
    const placed = (where: Where): Where =>
      ref ? { ...where, commit: ref.commit, author: ref.author, date: ref.date } : where;
    const first = found.places.map(placed);
    const places = this.#options.allPlaces
      ? [...first, ...this.#others(rows, paths, first)]
      : first;
    return {
      ...found,
      where: placed(found.where),
      places,
      count: rows.reduce((sum, row) => sum + row.count, 0),
      presence,
    };
  }

  /** Where else it stands: each further object that has it, under each path that commits give it. */
  #others(rows: readonly AnyRow[], paths: Paths, first: readonly Where[]): Where[] {
    const others: Where[] = [];
    const known = new Set(first.map(keyOf));
    for (const row of rows) {
      const own = new Set<string>();
      const held = this.#known.holders.commitsOf(startsOf([row]), new Set());
      for (const set of held.values()) for (const path of set) own.add(path);
      const commit = this.#firstOf(held.size > 0 ? held : new Map([...paths].slice(0, 0)));
      for (const path of own.size > 0 ? [...own].sort() : ['']) {
        const found = this.#judge({ row, path }, row.fingerprint);
        const ref = commit === undefined ? undefined : this.#ref(commit, path);
        for (const where of found?.places ?? []) {
          const placed = ref
            ? { ...where, commit: ref.commit, author: ref.author, date: ref.date }
            : where;
          if (known.has(keyOf(placed))) continue;
          known.add(keyOf(placed));
          others.push(placed);
        }
      }
    }
    return others;
  }

  #presence(rows: readonly AnyRow[], paths: Paths, objects: ReadonlySet<number>): Presence {
    const { graph } = this.#known;
    // A message is not in HEAD's tree: it is as long as HEAD reaches its commit.
    const said = rows.filter(({ kind }) => kind === 'message' || kind === 'author');
    const first = this.#firstOf(paths);
    const last = this.#lastOf(paths);
    const reaching = graph.descendants(paths.keys());
    const holding = this.#tips.filter(
      ({ number }) => number >= 0 && (reaching[number] === 1 || objects.has(number)),
    );
    const named = (prefix: string) =>
      [...new Set(holding.map(({ name }) => name).filter((name) => name.startsWith(prefix)))]
        .sort()
        .map((name) => this.#veil.text(name.slice(prefix.length)));
    const commits = [...paths.keys()];
    const reached = holding.length > 0 || commits.some((commit) => this.#fromRefs[commit] === 1);
    const logged = commits.some((commit) => this.#fromReflogs[commit] === 1);
    return {
      ...(first !== undefined && {
        firstSeen: this.#ref(first, [...paths.get(first)!].sort()[0]!),
      }),
      ...(last !== undefined && { lastSeen: this.#ref(last, [...paths.get(last)!].sort()[0]!) }),
      versions: new Set(rows.map(({ number }) => number)).size,
      inHead: paths.has(this.#head) || said.some(({ number }) => this.#fromHead[number] === 1),
      branches: named('refs/heads/'),
      tags: named('refs/tags/'),
      remotes: named('refs/remotes/'),
      reach: reached ? 'reached' : logged ? 'reflog' : 'unreachable',
    };
  }

  /** The earliest commit that has it and none of whose parents has. */
  #firstOf(paths: Paths): number | undefined {
    const { graph } = this.#known;
    const brought = [...paths.keys()].filter(
      (commit) => !graph.parentsOf(commit).some((parent) => paths.has(parent)),
    );
    return this.#byTime(brought)[0];
  }

  #lastOf(paths: Paths): number | undefined {
    return this.#byTime([...paths.keys()]).at(-1);
  }

  #byTime(commits: number[]): number[] {
    const { times } = this.#known.graph.columns;
    return commits.sort((a, b) => times[a]! - times[b]! || a - b);
  }

  #ref(commit: number, path: string): CommitRef {
    const { thread } = this.#known;
    const oid = thread.catalog.hex(commit);
    const found = thread.read(commit);
    const author: Person =
      found instanceof Damage ? { name: '', time: 0, zone: '' } : parseCommit(found.bytes).author;
    return {
      commit: oid,
      author: this.#veil.text(author.name),
      date: isoDate(author),
      path: this.#veil.path(path).path,
    };
  }
}

function startsOf(rows: readonly AnyRow[]): [number, string][] {
  return rows
    .filter(({ kind }) => kind === 'blob' || kind === 'path')
    .map(({ number, name }) => [number, name ?? '']);
}

function hashOf(fingerprint: string): string {
  return fingerprint.slice(fingerprint.lastIndexOf(':'));
}

function keyOf({ path, oid, line, column }: Where): string {
  return `${oid}:${line}:${column}:${path}`;
}
