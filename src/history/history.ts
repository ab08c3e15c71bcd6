/**
 * All of a repository's history: every object that git keeps, scanned once in effect. The rooms
 * behind it: carry.ts (delta-aware scanning), content.ts and trees.ts (the two passes), pool.ts
 * (threads), holders.ts, graph.ts and attribute.ts (who brought it, who has it still).
 */
import type { Engine } from '../detect/engine.ts';
import { KeyfenceError } from '../errors.ts';
import { BLOB, COMMIT, TAG, TREE, typeNames } from '../objects/entry.ts';
import { shared } from '../objects/forest.ts';
import { parseCommit } from '../objects/parse.ts';
import { Damage } from '../objects/reader.ts';
import type { Part } from '../types/shard.ts';
import type { Finding, Skip } from '../types.ts';
import { type Begun, beginAttribution } from './begun.ts';
import { type CommitGraph, type Commits, newColumns } from './commits.ts';
import { type Content, ContentPass, type Judging } from './content.ts';
import { edgesTo } from './edges.ts';
import { allRoots, alone, type Ground, type Hole, isUnread } from './ground.ts';
import { chunksOf, Holders } from './holders.ts';
import { joinAll, noticesOf, settledSkips, unreadFailure, unreadSkips } from './join.ts';
import { Missing } from './missing.ts';
import type { Notes } from './notes.ts';
import type { HistoryOptions } from './options.ts';
import { Outside } from './outside.ts';
import { pick } from './pick.ts';
import { Phase, Pool } from './pool.ts';
import { Recall } from './recall.ts';
import type { HistoryRepository } from './refs.ts';
import { type Refs, readBoundary, readRefs, reflogIds } from './refs.ts';
import { rescue } from './rescue.ts';
import type { HistoryResult } from './result.ts';
import { type AnyRow, grouped } from './rows.ts';
import { ownsId, shareOf } from './share.ts';
import { isBlob, soughtBy } from './sought.ts';
import { stateOf } from './state.ts';
import { Survey } from './survey.ts';
import { tipsOf } from './tips.ts';
import { TreePass, type Trees } from './trees.ts';
import { Workers } from './workers.ts';

/**
 * Scans all objects of the repository.
 * @throws KeyfenceError 'git-failed' where refs cannot be listed
 */
export async function scanHistory(
  repo: HistoryRepository,
  engine: Engine,
  options: HistoryOptions,
): Promise<HistoryResult> {
  return await new Scan(repo, engine, options).run();
}

export type { HistoryOptions, Progress } from './options.ts';
export { pushSelection, type Selection } from './pick.ts';
export type { HistoryRepository } from './refs.ts';
export type { HistoryResult } from './result.ts';

class Scan {
  readonly #repo: HistoryRepository;
  readonly #engine: Engine;
  readonly #options: HistoryOptions;
  readonly #judging: Judging;
  readonly #survey: Survey;
  readonly #holes: Hole[] = [];
  readonly #skips: Skip[];
  readonly #missing = new Missing();
  readonly #phase: Phase;
  readonly #recall: Recall;
  #cut = false;

  constructor(repo: HistoryRepository, engine: Engine, options: HistoryOptions) {
    const { inline, webKeys, showSecrets, maxBytes } = options;
    this.#repo = repo;
    this.#engine = engine;
    this.#options = options;
    this.#judging = { inline, webKeys, showSecrets };
    this.#survey = new Survey(repo, maxBytes);
    this.#skips = this.#survey.skips;
    this.#recall = new Recall(options.cache);
    this.#phase = new Phase(options.onProgress);
  }

  async run(): Promise<HistoryResult> {
    const { selection } = this.#options;
    const picked = selection && (await pick(this.#repo.run, selection));
    for (const oid of picked?.missing ?? []) this.#missing.add(oid);
    // Names of refs are in the scope of a full scan; a range needs refs only to word its findings.
    // Where all objects are at hand, tags are followed here; git would read every ref's object.
    const refs =
      picked && !this.#options.shard ? undefined : readRefs(this.#repo.run, picked !== undefined);
    refs?.catch(() => {}); // Met where it is awaited.
    const known = this.#recall.begin(this.#survey.store);
    for (const oid of this.#recall.missing) this.#missing.add(oid);
    const { jobs } = this.#options;
    const packed = picked ? 0 : this.#survey.packed(known);
    const workers = Workers.start(jobs, packed, this.#engine.rules);
    let pool: Pool | undefined;
    try {
      const ground = picked ? this.#survey.picked(picked) : await this.#survey.all(known, workers);
      pool = this.#pool(ground, workers);
      return await this.#passes(ground, pool, refs);
    } finally {
      pool?.close();
      await workers?.close();
      this.#survey.store.close();
    }
  }

  async #passes(ground: Ground, pool: Pool, refs?: Promise<Refs>): Promise<HistoryResult> {
    const { total } = pool.thread.catalog;
    const columns = newColumns(total);
    this.#recall.known?.fill(columns);
    const content = await this.#content(ground, pool, columns);
    const rows: AnyRow[] = [...this.#recall.rows, ...content.flatMap((one) => one.rows)];
    const sought = rows.some(isBlob) ? soughtBy(rows, total) : new Uint8Array(shared(0));
    const begin = () => this.#begin({ ground, pool, columns, content, refs });
    // A shard asks the other threads for more first, and a range git.
    const isSoon = sought.length > 0 && !this.#options.shard && !ground.picked;
    const over = { ground, roots: this.#share(ground, [TREE]), ...(isSoon && { begin }) };
    const trees = await this.#trees(pool, { sought, first: true }, over);
    if (this.#holes.some(isUnread) || this.#skips.length > 0) {
      this.#begun = undefined;
      const [more, moreTrees] = await this.#rescue(pool, columns);
      content.push(more);
      trees.push(moreTrees);
      rows.push(...more.rows);
    }
    rows.push(...trees.flatMap((one) => one.rows));
    if (refs && this.#namesRefs(ground)) {
      const tips = tipsOf(await refs, this.#engine, this.#judging, pool.thread);
      rows.push(...tips.rows);
      this.#skips.push(...tips.skips);
      for (const oid of tips.gone) this.#missing.add(oid);
    }
    const parts =
      rows.length === 0
        ? []
        : await this.#attribute({ ground, pool, columns, rows, trees, content, refs, sought });
    const result = this.#result({ content, trees, parts, pool });
    if (this.#sound()) {
      const common = { engine: this.#engine, catalog: pool.thread.catalog, missing: this.#missing };
      this.#recall.learn({ ...common, ground, columns, content, trees, rows });
    }
    return this.#options.shard ? await this.#sharded(result, { ground, refs, parts }) : result;
  }

  #share(ground: Ground, types: readonly number[]): Uint32Array[] {
    const roots = allRoots(ground, types);
    const { shard } = this.#options;
    return shard ? shareOf(ground, roots, shard) : roots;
  }

  #namesRefs({ picked }: Ground): boolean {
    const { shard } = this.#options;
    return !picked && (!shard || shard.index === 1);
  }

  async #sharded(
    result: HistoryResult,
    met: { ground: Ground; refs: Promise<Refs> | undefined; parts: readonly Part[] },
  ): Promise<HistoryResult> {
    const reflogs = await reflogIds(this.#repo);
    const boundary = readBoundary(this.#repo.commonDir);
    const state = stateOf(met.ground, await met.refs!, { reflogs, boundary });
    const { unreachable, shard } = this.#options;
    const { parts } = met;
    const rescued = [...this.#rescued].sort();
    const { objects, ignored } = result;
    const whole = !met.ground.picked;
    const own = { ...shard!, state, parts, rescued, unreachable, objects, ignored, whole };
    return { ...result, shard: own };
  }

  async #content(ground: Ground, pool: Pool, columns: Commits): Promise<Content[]> {
    const roots = this.#share(ground, [COMMIT, BLOB, TAG]);
    const job = { kind: 'content', judging: this.#judging, columns } as const;
    const all: Content[] = [];
    for (const some of this.#recall.stretches(roots)) {
      const chunks = chunksOf(ground, some);
      this.#phase.begin('blobs', chunks);
      const { results, holes } = await pool.run<Content>(job, some, chunks);
      this.#holes.push(...holes);
      this.#recall.read(results);
      all.push(...results);
    }
    for (const { missing } of all) for (const oid of missing) this.#missing.add(oid);
    this.#forgiveBoundary(pool);
    return all;
  }

  async #trees(
    pool: Pool,
    trees: { sought: Uint8Array; first: boolean },
    { ground, roots, begin }: { ground: Ground; roots: Uint32Array[]; begin?: () => Promise<void> },
  ): Promise<Trees[]> {
    const chunks = chunksOf(ground, roots);
    const laid = chunks.length > 0 ? await pool.lay(TREE) : [];
    const job = { kind: 'trees', judging: this.#judging, trees: { ...trees, laid } } as const;
    this.#phase.begin(trees.first ? 'trees' : 'attribution', chunks);
    const { results, holes } = await pool.run<Trees>(job, roots, chunks, begin);
    if (!trees.first) return results;
    this.#holes.push(...holes);
    for (const { missing, malformed } of results) {
      for (const oid of missing) this.#missing.add(oid);
      for (const number of malformed) {
        this.#holes.push({ number, reason: 'corrupt', why: 'it does not read as a tree' });
      }
    }
    return results;
  }

  async #attribute(met: {
    ground: Ground;
    pool: Pool;
    columns: Commits;
    rows: AnyRow[];
    refs: Promise<Refs> | undefined;
    trees: readonly Trees[];
    content: readonly Content[];
    sought: Uint8Array;
  }): Promise<Part[]> {
    const { pool, rows } = met;
    await this.#begin(met);
    const { graph, attribution, refs } = this.#begun!;
    const { total } = pool.thread.catalog;
    const sought = soughtBy(rows, total);
    const notes = await this.#notes(met, sought);
    this.#recall.edges = edgesTo(notes, sought);
    attribution.holders = new Holders(this.#recall.edges, graph, total);
    const { selection } = this.#options;
    const mask = (name: string) => attribution.masked(name);
    const known = selection && { selection, refs };
    const outside = known && new Outside(this.#repo.run, known, mask);
    const parts: Part[] = [];
    for (const group of grouped(rows, pool.thread)) {
      const part = attribution.part(group);
      if (part === undefined) continue;
      const { presence: own, first } = part;
      const holding = outside && attribution.holding(group);
      const presence = holding && (await outside.widened(own, holding, first?.ref.commit));
      parts.push(presence ? { ...part, presence } : part);
    }
    return parts;
  }

  #begun: Begun | undefined;

  /** What attribution asks of commits and refs, which does not wait for the trees. */
  async #begin(met: {
    pool: Pool;
    columns: Commits;
    content: readonly Content[];
    refs: Promise<Refs> | undefined;
    ground: Ground;
  }): Promise<void> {
    if (this.#begun) return;
    const { pool, columns, refs } = met;
    const others = await this.#otherCommits(met.ground, pool, columns);
    const read = [...met.content, ...others].flatMap((one) => one.merges);
    const commits = { columns, merges: [...this.#recall.merges, ...read] };
    const options = { engine: this.#engine, judging: this.#judging, ...this.#options };
    this.#begun = await beginAttribution(this.#repo, pool.thread, commits, { refs, options });
  }

  /** A shard has not read the others' commits yet. */
  async #otherCommits(ground: Ground, pool: Pool, columns: Commits): Promise<CommitGraph[]> {
    if (!this.#options.shard) return [];
    const roots = allRoots(ground, [COMMIT]);
    const chunks = chunksOf(ground, roots);
    this.#phase.begin('attribution', chunks);
    return (await pool.run<CommitGraph>({ kind: 'commits', columns }, roots, chunks)).results;
  }

  /** What the tree pass has noted; where it did not know what to note, it goes over the trees again. */
  async #notes(
    met: { ground: Ground; pool: Pool; trees: readonly Trees[]; sought: Uint8Array },
    sought: Uint8Array,
  ): Promise<Notes[]> {
    const known = [...this.#recall.notes, ...met.trees.map(({ notes }) => notes)];
    const whole = met.sought.length > 0 && !this.#options.shard;
    if (whole && sought.every((one, number) => one <= met.sought[number]!)) {
      return known;
    }
    const roots = allRoots(met.ground, [TREE]);
    const again = await this.#trees(
      met.pool,
      { sought, first: false },
      { ground: met.ground, roots },
    );
    // What was rescued cannot be read again.
    return [...again.map(({ notes }) => notes), ...known];
  }

  #wanted({ presence }: Finding): boolean {
    return this.#options.unreachable || presence?.reach !== 'unreachable';
  }

  #pool(ground: Ground, workers: Workers | undefined): Pool {
    const { signal } = this.#options;
    return new Pool(ground, this.#engine, { workers, signal, progress: this.#phase.told });
  }

  /** Has git read what this tool could not; takes what it gives out of holes and skips. */
  async #rescue(pool: Pool, columns: Commits): Promise<[Content, Trees]> {
    const { thread } = pool;
    const place = { catalog: thread.catalog, complete: thread.complete };
    const content = new ContentPass(this.#engine, this.#judging, place, columns);
    const trees: [Uint8Array, number][] = [];
    const lost = new Set(
      this.#holes.filter(isUnread).map(({ number }) => thread.catalog.hex(number)),
    );
    const holes = new Set(lost);
    for (const { oid, reason } of this.#skips) if (oid && reason === 'corrupt') lost.add(oid);
    const { shard } = this.#options;
    const saved = new Set<string>();
    for await (const { oid, type, bytes } of rescue(this.#repo.run, [...lost].sort())) {
      const number = thread.catalog.findHex(oid);
      if (bytes.length > this.#options.maxBytes) continue;
      saved.add(oid);
      // All shards know of entries without a type, and one of them takes what git reads there.
      if (shard && !holes.has(oid) && !ownsId(oid, shard)) continue;
      const kind = typeNames.indexOf(type);
      if (kind === TREE) trees.push([bytes, number]);
      else content.object(alone(bytes), number, kind);
    }
    this.#rescued = saved;
    this.#forget(saved, pool);
    const result = content.result();
    const sought = soughtBy(result.rows, thread.catalog.total);
    const job = { sought, first: true, laid: [] };
    const pass = new TreePass(this.#engine, this.#judging, place, job);
    for (const [bytes, number] of trees) pass.object(alone(bytes), number);
    return [result, pass.result()];
  }

  #rescued: ReadonlySet<string> = new Set();

  #forget(saved: ReadonlySet<string>, { thread }: Pool): void {
    const holes = this.#holes.filter(({ number }) => !saved.has(thread.catalog.hex(number)));
    this.#holes.splice(0, this.#holes.length, ...holes);
    const skips = this.#skips.filter(({ oid }) => oid === undefined || !saved.has(oid));
    // A pack of which git could read every object hides nothing any more.
    const whole = holes.length === 0 && saved.size > 0;
    const settled = skips.map((skip) =>
      whole && skip.reason === 'unreadable' && !this.#survey.unlisted.has(skip)
        ? { ...skip, harmless: true }
        : skip,
    );
    this.#skips.splice(0, this.#skips.length, ...settled);
  }

  #result(met: {
    content: readonly Content[];
    trees: readonly Trees[];
    parts: readonly Part[];
    pool: Pool;
  }): HistoryResult {
    const { content, trees, parts, pool } = met;
    const { catalog } = pool.thread;
    const { ignored, ...stats } = this.#recall.totals(content);
    this.#skips.push(...unreadSkips(this.#holes, this.#missing, catalog));
    const failure = this.#failure();
    return {
      findings: joinAll(parts).filter((finding) => this.#wanted(finding)),
      skipped: settledSkips(this.#skips),
      ignored: trees.reduce((sum, one) => sum + one.ignored, ignored),
      notices: noticesOf(this.#cut && this.#options.allowShallow, this.#rescued.size),
      stats,
      objects: catalog.distinct(),
      ...(failure && { failure }),
    };
  }

  /** What a shallow clone is cut off from is not here, and that is no damage. */
  #forgiveBoundary({ thread }: Pool): void {
    for (const oid of readBoundary(this.#repo.commonDir)) {
      const number = thread.catalog.findHex(oid);
      if (number < 0) continue;
      this.#cut = true;
      const found = thread.read(number);
      if (found instanceof Damage) continue;
      for (const parent of parseCommit(found.bytes).parents) this.#missing.delete(parent);
    }
  }

  /** Nothing was read by half; what is missing is known to be. */
  #sound(): boolean {
    if (this.#cut || !this.#survey.whole || this.#options.signal?.aborted) return false;
    const odd = this.#skips.some(({ reason }) => reason !== 'missing');
    return !odd && this.#holes.length === 0 && this.#rescued.size === 0;
  }

  #failure(): KeyfenceError | undefined {
    if (this.#options.signal?.aborted) return new KeyfenceError('interrupted');
    if (this.#cut && !this.#options.allowShallow) {
      return new KeyfenceError('shallow', 'With actions/checkout, set `fetch-depth: 0`.');
    }
    return unreadFailure(this.#skips, this.#missing.size);
  }
}
