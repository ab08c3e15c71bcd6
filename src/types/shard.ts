/** What one shard of a scan knows, and says in its report, so that `keyfence merge` can join them. */
import type { CommitRef, Finding, Presence, Where } from './finding.ts';

/** Which part of a scan this is, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** A commit in the order of history: what refs reach first, then by time, then id, then the path in it. */
export interface Seen {
  /** Seconds; never before a parent's (history/graph.ts). */
  readonly time: number;
  /** One character per byte; what of it is a secret is masked. '' comes last: the commit itself. */
  readonly path: string;
  readonly ref: CommitRef;
  readonly reach: Presence['reach'];
}

/** An object that holds the secret. */
export interface PartRow {
  /** `oid kind`, and for a name in a tree a hash of it. */
  readonly key: string;
  readonly oid: string;
  /** How often it stands there. */
  readonly count: number;
  /** Only with `--all-places`. */
  readonly places?: readonly Where[];
}

/** What some of a repository's objects say of one secret; `history/join.ts` joins such parts. */
export interface Part {
  /** Judged where the secret came in, without what other objects say: its places are those of one object. */
  readonly finding: Finding;
  readonly presence: Omit<Presence, 'firstSeen' | 'lastSeen' | 'versions'>;
  readonly first?: Seen;
  readonly last?: Seen;
  /** True where the finding was judged on a name, which comes after the object of that name. */
  readonly byName: boolean;
  /** Sorted by key. */
  readonly rows: readonly PartRow[];
}

/** What a shard's report says for `keyfence merge`. */
export interface ShardReport extends Shard {
  /** Digest of the repository as it was scanned: packs, loose objects, refs, reflogs. */
  readonly state: string;
  /** Digest of rules and of the options that change what is found. */
  readonly settings: string;
  /** Digest of config and ignores. */
  readonly policy: string;
  /** Secrets in this shard's objects, before config and ignores are applied. */
  readonly parts: readonly Part[];
  /** Ids that git had to be asked for. */
  readonly rescued: readonly string[];
  readonly unreachable: boolean;
  /** False of the commits of a range. */
  readonly whole: boolean;
  readonly objects: number;
  /** Taken away by ignore comments; what config and ignores take is not in it. */
  readonly ignored: number;
}
