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
  readonly #id: Uint8Array;
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
    this.#id = new Uint8Array(place.catalog.idBytes);
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
    const hexLength = this.place.catalog.idBytes * 2;
    let at = TREE_LINE.length;
    trees[number] = startsWith(bytes, 0, TREE_LINE) ? this.#lookUpAt(bytes, at) : -1;
    at += hexLength + 1;
    for (let index = 0; startsWith(bytes, at, PARENT_LINE); index++) {
      const parent = this.#lookUpAt(bytes, at + PARENT_LINE.length);
      if (index === 0) parents[number] = parent;
      else if (parent >= 0) this.#merges.push(number, parent);
      at += PARENT_LINE.length + hexLength + 1;
    }
    times[number] = committerTime(bytes, at);
  }

  /** The object whose id stands at bytes[at…] in hexadecimal. */
  #lookUpAt(bytes: Uint8Array, at: number): number {
    const { catalog, complete } = this.place;
    for (let index = 0; index < catalog.idBytes; index++) {
      const high = NIBBLES[bytes[at + 2 * index]!]!;
      const low = NIBBLES[bytes[at + 2 * index + 1]!]!;
      this.#id[index] = (high << 4) | low;
    }
    const number = catalog.find(this.#id, 0);
    if (number < 0 && complete) this.#missing.add(Buffer.from(this.#id).toString('hex'));
    return number;
  }

  #lookUp(oid: string): void {
    if (oid === '' || !this.place.complete) return;
    if (this.place.catalog.findHex(oid) < 0) this.#missing.add(oid);
  }
}

const TREE_LINE = Buffer.from('tree ');
const PARENT_LINE = Buffer.from('parent ');
const COMMITTER_LINE = Buffer.from('committer ');
const FEED = 10;
const CLOSE = 0x3e;
/** Value of each hexadecimal digit; 0 for what is none. */
const NIBBLES = new Uint8Array(256);
for (let value = 0; value < 16; value++) NIBBLES[value.toString(16).charCodeAt(0)] = value;

function startsWith(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text[index]) return false;
  }
  return true;
}

/** Seconds of the first `committer` line at or behind `at`; 0 where there is none. */
function committerTime(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && bytes[at] !== FEED) {
    let end = at;
    while (end < bytes.length && bytes[end] !== FEED) end++;
    if (startsWith(bytes, at, COMMITTER_LINE)) {
      let close = end;
      while (close > at && bytes[close] !== CLOSE) close--;
      let time = 0;
      for (let digit = close + 2; digit < end && bytes[digit]! >= 0x30; digit++) {
        time = time * 10 + bytes[digit]! - 0x30;
      }
      return Number.isSafeInteger(time) ? time : 0;
    }
    at = end + 1;
  }
  return 0;
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
