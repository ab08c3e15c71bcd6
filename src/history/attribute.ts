/**
 * Rows → findings: one for each secret, with the commit that brought it, the last one that has it, and
 * which refs reach it. Runs only where something was found. Each finding is judged once more, on the
 * bytes and under the path of the commit that brought it, so that it reads like any other finding.
 */
import { type Engine, Hits } from '../detect/engine.ts';
import { judge } from '../detect/findings.ts';
import { BLOB, typeNames } from '../objects/entry.ts';
import { isoDate, type Person, parseCommit, parseTag } from '../objects/parse.ts';
import { Damage } from '../objects/reader.ts';
import { entryOf } from '../objects/tree.ts';
import type { Part, PartRow, Seen } from '../types/shard.ts';
import type { CommitRef, Finding, Origin, Where } from '../types.ts';
import { type Judging, sectionsOf, sha256 } from './content.ts';
import type { Graph } from './graph.ts';
import type { Thread } from './ground.ts';
import type { Held, Holders } from './holders.ts';
import type { Holding } from './outside.ts';
import { Reach } from './reach.ts';
import type { Ref, Refs } from './refs.ts';
import { type AnyRow, keyOf } from './rows.ts';
import { Veil } from './veil.ts';

/** A tag of a tag of a tag: beyond this many, none is followed. */
const MOST_TAGS = 16;

export interface Known {
  readonly thread: Thread;
  readonly graph: Graph;
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
  /** -1 where the ref points to something else. */
  readonly commit: number;
  /** Which of a finding's lists its name goes into, without its prefix. */
  readonly list: (typeof LISTS)[number] | undefined;
}

const LISTS = [
  { key: 'branches', prefix: 'refs/heads/' },
  { key: 'tags', prefix: 'refs/tags/' },
  { key: 'remotes', prefix: 'refs/remotes/' },
] as const;

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
  readonly #reach: Reach;
  /** Commits of notes: nothing else reaches them. */
  readonly #fromNotes: Uint8Array;
  readonly #veil: Veil;

  constructor(known: Known, options: AttributeOptions) {
    const { graph, refs, thread } = known;
    const commit = (oid: string) => graph.commit(thread.catalog.findHex(oid));
    this.#known = known;
    this.#options = options;
    this.#veil = new Veil(options.engine, options.judging);
    const numbers = thread.catalog.numbersOf(refs.refs.map(({ oid }) => oid));
    this.#tips = refs.refs.flatMap((ref, index) => this.#tipsOf(ref, numbers[index]!));
    this.#head = refs.head === undefined ? -1 : commit(refs.head);
    this.#fromHead = graph.ancestors([this.#head]);
    this.#fromNotes = this.#notes();
    const fromRefs = graph.ancestors([this.#head, ...this.#tips.map((tip) => tip.commit)]);
    const fromReflogs = graph.ancestors(known.reflogs.map(commit));
    this.#reach = new Reach(fromRefs, fromReflogs, thread.complete);
  }

  /** Where a ref points to, and what that leads to where it is a tag. */
  #tipsOf({ name, oid, peeled }: Ref, number: number): Tip[] {
    const { graph, thread } = this.#known;
    const commit = graph.commit(number);
    // Nearly all, of maybe 50,000.
    const list = LISTS.find(({ prefix }) => name.startsWith(prefix));
    if (commit >= 0) return [{ name, number, commit, list }];
    return [...new Set([oid, peeled, ...this.#tagged(oid)])].map((id) => {
      const number = thread.catalog.findHex(id);
      return { name, number, commit: graph.commit(number), list };
    });
  }

  /** What an annotated tag points to, a tag of a tag included; nothing for whatever is no tag. */
  *#tagged(oid: string): Generator<string> {
    const { graph, thread } = this.#known;
    for (let step = 0; step < MOST_TAGS; step++) {
      const number = thread.catalog.findHex(oid);
      if (number < 0 || graph.commit(number) >= 0) return;
      const found = thread.read(number);
      if (found instanceof Damage || found.type !== 'tag') return;
      oid = parseTag(found.bytes).object;
      yield oid;
    }
  }

  #notes(): Uint8Array {
    const isNote = ({ name }: Tip) => name.startsWith('refs/notes/');
    const numbers = (tips: Tip[]) => tips.map(({ commit }) => commit);
    const { graph } = this.#known;
    const notes = graph.ancestors(numbers(this.#tips.filter(isNote)));
    const plain = graph.ancestors([
      this.#head,
      ...numbers(this.#tips.filter((tip) => !isNote(tip))),
    ]);
    return notes.map((one, index) => (plain[index] === 1 ? 0 : one));
  }

  /** Who holds what; told before the first part is asked for. */
  holders: Holders | undefined;

  /** All rows of one fingerprint → what they say; undefined where the judge, knowing more, sees none. */
  part(rows: readonly AnyRow[]): Part | undefined {
    const held = this.#heldBy(rows);
    const { first, last } = this.#known.graph.ends(this.#reach.nearest(held.commits));
    for (const spot of this.#spots(rows, held, first)) {
      const found = this.#judge(spot, rows[0]!.fingerprint);
      if (found === undefined) continue;
      const path = (commit: number) => held.pathsAt(commit)[0] ?? '';
      return {
        finding: this.#worded(found, spot),
        presence: this.#presence(rows, held, first),
        ...(first >= 0 && { first: this.#seen(first, path(first)) }),
        ...(last >= 0 && { last: this.#seen(last, path(last)) }),
        byName: spot.row.name !== undefined,
        rows: rows.map((row) => this.#row(row)),
      };
    }
    return undefined;
  }

  /** Commits that hold the secret in their tree, or say it themselves. */
  #heldBy(rows: readonly AnyRow[]): Held {
    const { graph } = this.#known;
    const held = this.holders!.commitsOf(startsOf(rows));
    const said: number[] = [];
    for (const { kind, number } of rows) {
      const commit = kind === 'blob' ? -1 : graph.commit(number);
      if (commit < 0 || held.marked[commit] === 1) continue;
      held.marked[commit] = 1;
      said.push(commit);
    }
    if (said.length === 0) return held;
    const commits = new Int32Array(held.commits.length + said.length);
    commits.set(held.commits);
    commits.set(said, held.commits.length);
    return { ...held, commits };
  }

  /** Places to judge it at, the best first: where it came in, then any object that has it. */
  *#spots(rows: readonly AnyRow[], held: Held, first: number): Generator<Spot> {
    if (first >= 0) {
      for (const path of [...held.pathsAt(first), '']) {
        const row = this.#rowAt(rows, first, path);
        if (row !== undefined) yield { row, commit: first, path };
      }
    }
    for (const row of rows) yield { row, path: '' };
  }

  #rowAt(rows: readonly AnyRow[], commit: number, path: string): AnyRow | undefined {
    if (path === '') return rows.find(({ number }) => number === this.#known.graph.numbers[commit]);
    const number = this.#objectAt(commit, path);
    // Many trees may hold an entry of that name: the one that stands in this commit.
    const names = path.split('/');
    const named = (row: AnyRow) =>
      names.some(
        (name, depth) =>
          name === row.name &&
          this.#objectAt(commit, names.slice(0, depth).join('/')) === row.number,
      );
    return rows.find((row) => row.number === number) ?? rows.find(named);
  }

  #objectAt(commit: number, path: string): number {
    const { thread, graph } = this.#known;
    let number = graph.trees[commit]!;
    for (const name of path === '' ? [] : path.split('/')) {
      const tree = number < 0 ? undefined : thread.read(number);
      if (tree === undefined || tree instanceof Damage) return -1;
      const at = entryOf(tree.bytes, Buffer.from(name, 'latin1'), thread.catalog.idBytes);
      number = at < 0 ? -1 : thread.catalog.find(tree.bytes, at);
    }
    return number;
  }

  #judge(spot: Spot, fingerprint: string): Finding | undefined {
    const { row, path, commit } = spot;
    const key = [row.number, row.kind, commit, row.name, path].join('\0');
    if (key !== this.#judgedKey) this.#judged = this.#judgedAt(spot);
    this.#judgedKey = key;
    const hash = hashOf(fingerprint);
    return this.#judged.map((findings) => findings.get(hash)).find((found) => found !== undefined);
  }

  /** What is found at the spot asked for last: a file of many keys is asked for once for each. */
  #judged: readonly ReadonlyMap<string, Finding>[] = [];
  #judgedKey = '';

  /** By the hash in the fingerprint; each text under its path first, then without one. */
  #judgedAt({ row, path, commit }: Spot): Map<string, Finding>[] {
    const { engine, judging } = this.#options;
    return this.#texts(row).flatMap((bytes) => {
      const hits = new Hits();
      engine.scan(bytes, 0, bytes.length, hits);
      return [...new Set([path, ''])].map((under) => {
        const origin = this.#origin(row, under, commit);
        const { findings } = judge(engine, bytes, hits, { ...judging, origin, sha256 });
        return new Map([...findings].reverse().map((one) => [hashOf(one.fingerprint), one]));
      });
    });
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

  #worded(found: Finding, { commit, path }: Spot): Finding {
    const placed = this.#placed(commit, path);
    return { ...found, where: placed(found.where), places: found.places.map(placed) };
  }

  /** Adds commit, author and date to a place. */
  #placed(commit: number | undefined, path: string): (where: Where) => Where {
    if (commit === undefined || commit < 0) return (where) => where;
    const { commit: oid, author, date } = this.#ref(commit, path);
    return (where) => ({ ...where, commit: oid, author, date });
  }

  #row(row: AnyRow): PartRow {
    const { catalog } = this.#known.thread;
    const oid = row.number < 0 ? '' : catalog.hex(row.number);
    const places = this.#options.allPlaces && { places: this.#placesIn(row) };
    return { key: keyOf(row, catalog), oid, count: row.count, ...places };
  }

  /** Where it stands in one object, under each path that commits give it. */
  #placesIn(row: AnyRow): Where[] {
    const held = this.#heldBy([row]);
    const paths = held.paths();
    const { first } = this.#known.graph.ends(this.#reach.nearest(held.commits));
    return (paths.length > 0 ? paths : ['']).flatMap((path) => {
      const found = this.#judge({ row, path }, row.fingerprint);
      return found?.places.map(this.#placed(first, path)) ?? [];
    });
  }

  /** What of the walk holds the secret of these rows, for questions to git; earliest commits first. */
  holding(rows: readonly AnyRow[]): Holding {
    const { graph, thread } = this.#known;
    const hex = (number: number) => thread.catalog.hex(number);
    const commits = [...this.#heldBy(rows).commits].sort(
      (a, b) => graph.times[a]! - graph.times[b]!,
    );
    const isSaid = ({ kind }: AnyRow) => kind === 'message' || kind === 'author';
    const known = rows.filter(({ number }) => number >= 0);
    return {
      commits: commits.map((commit) => hex(graph.numbers[commit]!)),
      objects: known.filter((row) => !isSaid(row)).map(({ number }) => hex(number)),
      said: known.filter(isSaid).map(({ number }) => hex(number)),
    };
  }

  /** A ref's name without the secrets in it. */
  masked(name: string): string {
    return this.#veil.text(name);
  }

  #presence(rows: readonly AnyRow[], held: Held, first: number): Part['presence'] {
    const { graph } = this.#known;
    // A message is not in HEAD's tree: it is as long as HEAD reaches its commit.
    const said = rows
      .filter(({ kind }) => kind === 'message' || kind === 'author')
      .map(({ number }) => graph.commit(number));
    const own = new Set(rows.map(({ number }) => number));
    const reaching = graph.descendants(held.marked);
    const names = {
      branches: new Set<string>(),
      tags: new Set<string>(),
      remotes: new Set<string>(),
    };
    let reached = false;
    for (const { name, number, commit, list } of this.#tips) {
      const holds = commit >= 0 ? reaching[commit] === 1 : held.within(number);
      if (!holds && !own.has(number)) continue;
      reached = true;
      if (list) names[list.key].add(name.slice(list.prefix.length));
    }
    const veiled = (some: ReadonlySet<string>) =>
      [...some].map((name) => this.#veil.text(name)).sort();
    const behind = this.#fromHead[first] === 1 ? 'descendant' : 'neither';
    const head = first === this.#head ? 'itself' : behind;
    return {
      inHead:
        (this.#head >= 0 && held.marked[this.#head] === 1) ||
        said.some((commit) => this.#fromHead[commit] === 1),
      ...(first >= 0 && { head }),
      branches: veiled(names.branches),
      tags: veiled(names.tags),
      remotes: veiled(names.remotes),
      reach: reached ? 'reached' : this.#reach.best(held.commits),
    };
  }

  #seen(commit: number, path: string): Seen {
    const ref = this.#ref(commit, path);
    const same = Buffer.from(path, 'latin1').toString() === ref.path;
    const shown = same ? path : Buffer.from(ref.path).toString('latin1');
    return {
      time: this.#known.graph.times[commit]!,
      path: shown,
      ref,
      reach: this.#reach.of(commit),
    };
  }

  #ref(commit: number, path: string): CommitRef {
    const { thread } = this.#known;
    const number = this.#known.graph.numbers[commit]!;
    const oid = thread.catalog.hex(number);
    const found = thread.read(number);
    const read = found instanceof Damage ? undefined : parseCommit(found.bytes);
    const author: Person = read?.author ?? { name: '', time: 0, zone: '' };
    return {
      commit: oid,
      author: this.#veil.text(author.name),
      date: isoDate(author),
      path: this.#veil.path(path).path,
      ...(read && { parents: read.parents.length }),
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
