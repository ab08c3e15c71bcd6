/**
 * The first pass: what is written in blobs, commits and tags. Where the engine hits, the judge looks at
 * once, the bytes being there; what remains is a row per secret and object, without the secret. On the
 * way it notes each commit's tree, parents and date, which attribution needs.
 */
import { createHash } from 'node:crypto';
import { type Engine, Hits } from '../detect/engine.ts';
import { type JudgeContext, judge } from '../detect/findings.ts';
import { BLOB, COMMIT, TAG } from '../objects/entry.ts';
import { parseCommit, parseTag } from '../objects/parse.ts';
import type { Standing } from '../objects/walk.ts';
import type { OriginKind } from '../types.ts';
import { Carry } from './carry.ts';
import type { Catalog } from './catalog.ts';
import type { Pass } from './ground.ts';

/** How findings are judged: the options of every scan. */
export type Judging = Omit<JudgeContext, 'origin' | 'sha256'>;

/** One secret in one object. */
export interface Row {
  readonly fingerprint: string;
  readonly number: number;
  readonly kind: OriginKind;
  /** How often it stands there. */
  readonly count: number;
}

/** Commits in columns by number; -1 stands for "no commit" and, for a parent, "none". */
export interface Commits {
  readonly trees: Int32Array;
  readonly parents: Int32Array;
  /** Committer's time in seconds. */
  readonly times: Float64Array;
}

export interface Content {
  readonly rows: readonly Row[];
  readonly ignored: number;
  /** Ids that commits and tags name and nothing holds. */
  readonly missing: readonly string[];
  /** Second and later parents, as (commit, parent) pairs. */
  readonly merges: readonly number[];
  readonly objects: number;
  readonly bytes: number;
  readonly commits: number;
}

/** Lower-case hex of the digest. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** A text inside a commit or tag that is looked at by itself. */
export interface Section {
  readonly kind: OriginKind;
  readonly bytes: Uint8Array;
}

export class ContentPass implements Pass<Content> {
  readonly types = [COMMIT, BLOB, TAG];
  readonly #carry: Carry;
  readonly #rows: Row[] = [];
  readonly #missing = new Set<string>();
  readonly #merges: number[] = [];
  #ignored = 0;
  #objects = 0;
  #bytes = 0;
  #commits = 0;

  /** @param place the catalog, and whether it lists all objects, so that what is not there is missing */
  constructor(
    readonly engine: Engine,
    readonly judging: Judging,
    readonly place: { readonly catalog: Catalog; readonly complete: boolean },
    readonly columns: Commits,
  ) {
    this.#carry = new Carry(engine);
  }

  object(standing: Standing, number: number, type: number): void {
    const hits = this.#carry.scan(standing);
    if (number < 0) return;
    this.#objects++;
    this.#bytes += standing.size;
    if (type === COMMIT) this.#commit(standing.bytes, number);
    if (type === TAG) this.#lookUp(parseTag(standing.bytes).object);
    if (hits.length === 0) return;
    if (type === BLOB) this.#judge('blob', standing.bytes, hits, number);
    else for (const section of sectionsOf(standing.bytes, type)) this.#section(section, number);
  }

  result(): Content {
    return {
      rows: this.#rows,
      ignored: this.#ignored,
      missing: [...this.#missing],
      merges: this.#merges,
      objects: this.#objects,
      bytes: this.#bytes,
      commits: this.#commits,
    };
  }

  #section({ kind, bytes }: Section, number: number): void {
    const hits = new Hits();
    this.engine.scan(bytes, 0, bytes.length, hits);
    if (hits.length > 0) this.#judge(kind, bytes, hits, number);
  }

  #judge(kind: OriginKind, bytes: Uint8Array, hits: Hits, number: number): void {
    const origin = { kind, path: '' };
    const judged = judge(this.engine, bytes, hits, { ...this.judging, origin, sha256 });
    this.#ignored += judged.ignored;
    for (const { fingerprint, count } of judged.findings) {
      this.#rows.push({ fingerprint, number, kind, count });
    }
  }

  #commit(bytes: Uint8Array, number: number): void {
    this.#commits++;
    const { trees, parents, times } = this.columns;
    const header = readHeader(bytes);
    times[number] = header.time;
    trees[number] = this.#lookUp(header.tree);
    for (let index = 0; index < header.parents.length; index++) {
      const parent = this.#lookUp(header.parents[index]!);
      if (index === 0) parents[number] = parent;
      else if (parent >= 0) this.#merges.push(number, parent);
    }
  }

  #lookUp(oid: string): number {
    const number = this.place.catalog.findHex(oid);
    if (number < 0 && oid !== '' && this.place.complete) this.#missing.add(oid);
    return number;
  }
}

/** Author and committer, and the message; nothing of signatures, whose base64 holds anything. */
export function sectionsOf(bytes: Uint8Array, type: number): Section[] {
  if (type === COMMIT) {
    const { author, committer, message } = parseCommit(bytes);
    const people = [...new Set([author.name, committer.name])].join('\n');
    return [
      { kind: 'author', bytes: Buffer.from(people) },
      { kind: 'message', bytes: message },
    ];
  }
  const { name, tagger, message } = parseTag(bytes);
  return [
    { kind: 'author', bytes: Buffer.from(tagger.name) },
    { kind: 'tag', bytes: Buffer.concat([Buffer.from(`${name}\n`), message]) },
  ];
}

/** The four fixed header fields of a commit, without the cost of a whole parse. */
function readHeader(bytes: Uint8Array): { tree: string; parents: string[]; time: number } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.indexOf('\n\n');
  const text = buffer.toString('latin1', 0, end < 0 ? buffer.length : end);
  const tree = /^tree ([0-9a-f]+)/.exec(text)?.[1] ?? '';
  const parents: string[] = [];
  const pattern = /^parent ([0-9a-f]+)$/gm;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) parents.push(match[1]!);
  const time = Number(/^committer .*> (\d+)/m.exec(text)?.[1] ?? 0);
  return { tree, parents, time };
}
