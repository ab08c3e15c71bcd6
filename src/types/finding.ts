/** What a scan finds, and where: the words of one finding. */

export type Severity = 'error' | 'warning';
export type Confidence = 'high' | 'medium' | 'low';

/** Where bytes came from. `kind` says how a person would look the bytes up again. */
export type OriginKind =
  | 'file'
  | 'staged'
  | 'stdin'
  | 'blob'
  | 'message'
  | 'commit'
  | 'tag'
  | 'note'
  | 'author'
  | 'path'
  | 'ref';

/** A stretch of text, 1-based. Columns count UTF-16 code units, as editors and SARIF's default do. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** Exclusive, as in SARIF. */
  readonly endColumn: number;
}

/** Where a person finds the secret. */
export interface Where extends Place {
  readonly kind: OriginKind;
  readonly path: string;
  /** base64 of the path's bytes, only where they are not valid UTF-8. */
  readonly pathBytes?: string;
  readonly oid?: string;
  readonly commit?: string;
  readonly author?: string;
  /** Author date, ISO 8601 with offset. */
  readonly date?: string;
}

/** One line of the code frame. Every secret in `text` is already masked, control bytes are not. */
export interface FrameLine {
  readonly line: number;
  readonly text: string;
  /** 0-based start and length of the masked secret inside `text`, on the finding's own line. */
  readonly mark?: readonly [start: number, length: number];
}

/** Facts that a message may be worded from; the words are in `report/wording.ts`. */
export type Remark =
  | 'looks-made-up'
  | 'known-public-sample'
  | 'unknown-inner-prefix'
  | 'encoded-base64'
  | 'encoded-percent'
  | 'encoded-escape'
  | 'encoded-entity'
  | 'encoded-utf16'
  | 'encoded-hex'
  | 'encoded-codes'
  | 'web-config'
  | 'search-key'
  | 'web-key-used-for-gemini'
  | 'client-exposed'
  | 'split'
  | 'built-output'
  | 'ignored-by-git';

/** History's answer to "who holds it now". Present only in findings of history and push. */
export interface Presence {
  readonly firstSeen?: CommitRef;
  readonly lastSeen?: CommitRef;
  /** What HEAD's commit is to firstSeen: that one itself, a descendant of it, or neither. */
  readonly head?: 'itself' | 'descendant' | 'neither';
  /** Distinct blob versions (or messages) that hold the secret. */
  readonly versions: number;
  readonly inHead: boolean;
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly remotes: readonly string[];
  /** reached: by a ref or HEAD. reflog: only by a reflog or the stash. unreachable: by nothing. */
  readonly reach: 'reached' | 'reflog' | 'unreachable';
}

export interface CommitRef {
  readonly commit: string;
  readonly author: string;
  readonly date: string;
  readonly path: string;
  /** How many parents it has: none is a first commit, two or more are a merge. */
  readonly parents?: number;
}

/** What a person sees. `secret` is masked unless `--show-secrets` was given. */
export interface Finding {
  readonly rule: string;
  /** The rule's title, e.g. "Google Gemini auth key". */
  readonly title: string;
  /** The rule that answers for the secret where the config switches `rule` off, and its title. */
  readonly otherwise?: { readonly rule: string; readonly title: string };
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Public prefix + `…` + last four characters. */
  readonly secret: string;
  /** `rule:hash`, stable under line shift, rename, rebase; what an ignore entry is made of. */
  readonly fingerprint: string;
  readonly where: Where;
  /** All places in this blob (history: in all blobs), the first one included, at most 100. */
  readonly places: readonly Where[];
  /** How many places there are, also where `places` was capped. */
  readonly count: number;
  readonly frame: readonly FrameLine[];
  readonly remarks: readonly Remark[];
  /** Company whose key it is, where the shape or the name tells. */
  readonly provider?: string;
  /** The name the value stands under, e.g. `apiKey` or `GEMINI_API_KEY`, where there is one. */
  readonly name?: string;
  readonly presence?: Presence;
  /** One sentence from the rule: what somebody who reads this secret can do with it. */
  readonly why: string;
  /** Page where its owner revokes or restricts it (https URL), where the rule knows one. */
  readonly revoke?: string;
  /** The environment variable to read instead, e.g. GEMINI_API_KEY, where the rule knows one. */
  readonly env?: string;
}
