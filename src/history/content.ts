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
import { CommitPass, type Commits } from './commits.ts';
import { contentCode } from './content-code.ts';
import { type Asker, ContentFamilies } from './content-families.ts';
import type { Packed, Pass } from './ground.ts';

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

export interface Content {
  readonly rows: readonly Row[];
  readonly ignored: number;
  /** Ids that commits and tags name and nothing holds. */
  readonly missing: readonly string[];
  /** Second and later parents, as (commit, parent) pairs. */
  readonly merges: readonly number[];
  readonly files: number;
  /** Commits and tags. */
  readonly messages: number;
  readonly bytes: number;
  readonly commits: number;
}

/** Lower-case hex of the digest. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** What has come of objects so far. */
interface Mark {
  readonly rows: number;
  readonly ignored: number;
  readonly commits: number;
}

/** A text inside a commit or tag that is looked at by itself. */
export interface Section {
  readonly kind: OriginKind;
  readonly bytes: Uint8Array;
}

export class ContentPass implements Pass<Content>, Asker<Mark> {
  readonly types = [COMMIT, BLOB, TAG];
  readonly #carry: Carry;
  readonly #rows: Row[] = [];
  readonly #missing = new Set<string>();
  readonly #commits: CommitPass;
  readonly #families: ContentFamilies<Mark> | undefined;
  #ignored = 0;
  #files = 0;
  #messages = 0;
  #bytes = 0;

  /** @param place the catalog, and whether it lists all objects, so that what is not there is missing */
  constructor(
    readonly engine: Engine,
    readonly judging: Judging,
    readonly place: { readonly catalog: Catalog; readonly complete: boolean },
    columns: Commits,
  ) {
    const made = contentCode();
    this.#carry = new Carry(engine, made);
    this.#commits = new CommitPass(place, columns, made);
    this.#families = made && new ContentFamilies(made, this);
  }

  /** Goes over many objects at once, where WebAssembly can. */
  together(packed: Packed, roots: Uint32Array): { left: Uint32Array; objects: number } {
    if (!this.#families || !this.#carry.begin()) return { left: roots, objects: 0 };
    return this.#families.run(packed, roots);
  }

  object(standing: Standing, number: number, type: number): void {
    const hits = this.#carry.scan(standing);
    if (number < 0) return;
    this.count(type, 1, standing.size);
    if (type === COMMIT) this.#commits.object(standing, number);
    this.#look(standing, hits, number, type);
  }

  rest(standing: Standing, number: number, type: number, likely: number): void {
    this.#look(standing, this.#carry.rest(standing, likely), number, type);
  }

  oddCommit(commit: Standing, number: number): void {
    this.#commits.object(commit, number);
  }

  commit(number: number, time: number): void {
    this.#commits.told(number, time);
  }

  count(type: number, objects: number, bytes: number): void {
    if (type === BLOB) this.#files += objects;
    else this.#messages += objects;
    this.#bytes += bytes;
  }

  mark(): Mark {
    return { rows: this.#rows.length, ignored: this.#ignored, commits: this.#commits.count };
  }

  back({ rows, ignored, commits }: Mark): void {
    this.#rows.length = rows;
    this.#ignored = ignored;
    this.#commits.count = commits;
  }

  /** Judges what was found in it. */
  #look(standing: Standing, hits: Hits, number: number, type: number): void {
    if (type === TAG) this.#lookUp(parseTag(standing.bytes).object);
    if (hits.length === 0) return;
    if (type === BLOB) this.#judge('blob', standing.bytes, hits, number);
    else for (const section of sectionsOf(standing.bytes, type)) this.#section(section, number);
  }

  result(): Content {
    const { missing, merges, commits } = this.#commits.result();
    return {
      rows: this.#rows,
      ignored: this.#ignored,
      missing: [...this.#missing, ...missing],
      merges,
      files: this.#files,
      messages: this.#messages,
      bytes: this.#bytes,
      commits,
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

  #lookUp(oid: string): void {
    if (oid === '' || !this.place.complete) return;
    if (this.place.catalog.findHex(oid) < 0) this.#missing.add(oid);
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
