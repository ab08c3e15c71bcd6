/**
 * What `keyfence history --cache` remembers, in two files in the repository's own git directory: the outcome of
 * the last scan, which is all there is to read where nothing has changed (on-disk.ts); and what was
 * found in which packs, so that a scan reads only new ones (known.ts). There is no secret in them:
 * findings are masked as in any report. Nothing is believed that this user has not sealed (seal.ts),
 * and nothing is kept of a scan that met damage, or during which the repository changed.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import type { KeyfenceError } from '../errors.ts';
import type { Store } from '../objects/store.ts';
import type { Notice, Skip, SkipReason } from '../types.ts';
import { decode, encode } from './facts-file.ts';
import { unreadFailure } from './join.ts';
import { type Facts, factsOf, Known, type Learned } from './known.ts';
import { type OnDisk, onDisk, type Place } from './on-disk.ts';
import type { HistoryResult } from './result.ts';
import { Refused, readSealed, userKey, writeSealed } from './seal.ts';

export interface CachePlace extends Place {
  /** Root of the work tree; '' where there is none. */
  readonly top: string;
}

export interface CacheSettings {
  /** Digest of what decides about the findings in one object: version, rules, judging. */
  readonly content: string;
  /** Digest of what decides how they are reported besides. */
  readonly report: string;
}

/** What the outcome is one of: where any of it differs, it is that of something else. */
interface Made {
  readonly place: readonly string[];
  readonly settings: string;
  readonly state: string;
}

interface Outcome {
  readonly made: Made;
  readonly result: Omit<HistoryResult, 'failure' | 'shard'>;
}

/** Likewise of the facts; the state of each pack and loose object stands for itself. */
interface FactsMade {
  readonly place: readonly string[];
  readonly settings: string;
  readonly packs: readonly string[];
  readonly loose: readonly string[];
}

export const MOST = 256 << 20;
const OUTCOME = 'history-report';
const FACTS = 'history-objects';
/** In `keyfence/` of the common git directory. */
export const FILES = [OUTCOME, FACTS] as const;
const CHUNK = 1 << 20;
/** These follow from what is on disk alone; whatever else could not be read may be readable next time. */
const LASTING: readonly SkipReason[] = ['missing', 'too-large'];

export class Cache {
  readonly #place: readonly string[];
  readonly #folder: string;
  /** Packs by path → digest, as far as it is known. */
  readonly #digests = new Map<string, string>();
  readonly #troubles: string[] = [];
  #learned: Learned | undefined;

  private constructor(
    readonly place: CachePlace,
    readonly settings: CacheSettings,
    readonly key: Buffer | Refused,
    readonly before: OnDisk,
  ) {
    this.#place = [place.gitDir, place.objectsDir, endianness()];
    this.#folder = join(place.commonDir, 'keyfence');
    if (key instanceof Refused) this.#troubles.push(key.why);
  }

  static async open(
    place: CachePlace,
    settings: CacheSettings,
    env: Readonly<Record<string, string | undefined>>,
  ): Promise<Cache> {
    const key = userKey(env, [place.top, place.gitDir, place.commonDir]);
    return new Cache(place, settings, key, await onDisk(place));
  }

  /** The outcome of the last scan, where a scan now would read the same. */
  unchanged(): HistoryResult | undefined {
    const content = this.#read(OUTCOME);
    if (content === undefined) return undefined;
    const { made, result } = JSON.parse(content.toString()) as Outcome;
    if (JSON.stringify(made) !== JSON.stringify(this.#made())) return undefined;
    const failure = failureOf(result.skipped);
    return { ...result, ...(failure && { failure }) };
  }

  /** What need not be read; undefined where all of it must be. */
  recall(store: Store): Known | undefined {
    const content = this.#read(FACTS);
    if (content === undefined) return undefined;
    const decoded = decode<FactsMade>(content);
    if (decoded === undefined) return undefined;
    const { made, facts } = decoded;
    const { place, settings } = made;
    const [own, asked] = [
      [this.#place, this.settings.content],
      [place, settings],
    ].map((one) => JSON.stringify(one));
    if (own !== asked || !facts.packs.every(this.#isSame(made.packs))) return undefined;
    for (const { path, digest } of facts.packs) this.#digests.set(path, digest);
    const now = facts.loose.map((oid) => this.before.loose.get(oid));
    const unchanged = now.every((met, index) => met === made.loose[index]);
    return Known.of(facts, store, unchanged);
  }

  /** Remembered by `keep`, if it holds by then. */
  learn(learned: Learned): void {
    this.#learned = learned;
  }

  /** Remembers the outcome of a scan, and says in it where that is not possible. */
  async keep(outcome: HistoryResult): Promise<HistoryResult> {
    if (this.key instanceof Buffer && lasts(outcome)) {
      const facts = this.#learned && this.#factsOf(this.#learned);
      // Looked at last: whatever was read until now was read of this state.
      const { digest } = await onDisk(this.place);
      if (digest === this.before.digest) this.#keep(outcome, facts);
    }
    if (this.#troubles.length === 0) return outcome;
    const notice: Notice = { code: 'cache-unused', values: [...new Set(this.#troubles)] };
    return { ...outcome, notices: [...outcome.notices, notice] };
  }

  #factsOf(learned: Learned): Facts {
    const loose = [...this.before.loose.keys()].sort();
    const packs = learned.packs.map(({ path }) => {
      return { path, digest: this.#digests.get(path) ?? digestOf(path) };
    });
    return factsOf(learned, packs, loose);
  }

  #keep({ failure, ...result }: HistoryResult, facts: Facts | undefined): void {
    const made = this.#made();
    this.#write(OUTCOME, Buffer.from(JSON.stringify({ made, result } satisfies Outcome)));
    if (facts === undefined) return;
    const { packs, loose } = this.before;
    const factsMade: FactsMade = {
      place: this.#place,
      settings: this.settings.content,
      packs: facts.packs.map(({ path }) => packs.get(path) ?? ''),
      loose: facts.loose.map((oid) => loose.get(oid) ?? ''),
    };
    this.#write(FACTS, encode(factsMade, facts));
  }

  #read(name: string): Buffer | undefined {
    if (this.key instanceof Refused) return undefined;
    const path = join(this.#folder, name);
    const content = readSealed(path, this.key, MOST);
    if (!(content instanceof Refused)) return content;
    this.#troubles.push(`${path} ${content.why}`);
    return undefined;
  }

  #write(name: string, content: Buffer): void {
    if (this.key instanceof Refused || content.length > MOST) return;
    const path = join(this.#folder, name);
    const refused = writeSealed(path, this.key, content);
    if (refused) this.#troubles.push(`${path} ${refused.why}`);
  }

  #made(): Made {
    return { place: this.#place, settings: this.settings.report, state: this.before.digest };
  }

  /** git touches a pack when it finds in it what it was to write: then its content decides. */
  #isSame(before: readonly string[]) {
    return ({ path, digest }: Facts['packs'][number], index: number): boolean => {
      const now = this.before.packs.get(path);
      if (now === undefined || now === before[index]) return now !== undefined;
      return digest !== '' && digestOf(path) === digest;
    };
  }
}

/** True where a scan of the same state would end the same way. */
function lasts({ skipped, notices, failure }: HistoryResult): boolean {
  const same = failure?.message === failureOf(skipped)?.message;
  return same && notices.length === 0 && skipped.every(({ reason }) => LASTING.includes(reason));
}

/** As the scan words it (history.ts). */
function failureOf(skipped: readonly Skip[]): KeyfenceError | undefined {
  return unreadFailure(skipped, skipped.filter(({ reason }) => reason === 'missing').length);
}

/** Of a pack and its index; '' where one of them is gone. */
function digestOf(pack: string): string {
  const hash = createHash('sha256');
  const bytes = Buffer.alloc(CHUNK);
  try {
    for (const path of [pack, pack.replace(/pack$/, 'idx')]) {
      const file = openSync(path, 'r');
      try {
        for (let at = 0, got = -1; got !== 0; at += got) {
          got = readSync(file, bytes, 0, CHUNK, at);
          hash.update(bytes.subarray(0, got));
        }
      } finally {
        closeSync(file);
      }
    }
    return hash.digest('hex');
  } catch {
    return '';
  }
}
