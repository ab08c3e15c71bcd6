/**
 * The words of the house, as types only. Everything that crosses a room's door is declared here;
 * what stays inside a room stays in the room.
 */

import type {
  Confidence,
  Finding,
  OriginKind,
  Presence,
  Remark,
  Severity,
  Where,
} from './types/finding.ts';
import type { Notice } from './types/notice.ts';
import type { ShardReport } from './types/shard.ts';

export type * from './types/finding.ts';
export type { Notice } from './types/notice.ts';

/** Ways in which bytes may spell a secret other than plainly. */
export type Encoding = 'utf16' | 'base64' | 'percent' | 'escape' | 'entity' | 'hex' | 'codes';

/** A run of `min`–`max` characters of `of`, or (`of` absent) a literal. Runs are greedy, never retried. */
export type Segment =
  | { readonly of: string; readonly min: number; readonly max: number }
  | { readonly literal: string };

/**
 * A key that its own shape gives away: `prefix`, then each segment in turn, then a character that is not
 * of the last run's alphabet. Character classes are written as in a regular expression: `A-Za-z0-9_-`.
 */
export interface TokenPattern {
  readonly kind: 'token';
  /** At least 3 ASCII characters, matched with case. */
  readonly prefix: string;
  /** What mostly follows the prefix today; helps to find keys in wrapped base64, and never decides. */
  readonly inner?: string;
  readonly segments: readonly Segment[];
  /** How long its one run mostly is: between underscores, as in Markdown's `_AIza…_`, it ends there. */
  readonly usual?: number;
  /** Somewhere after the prefix stands this text too, e.g. OpenAI's `T3BlbkFJ`. */
  readonly contains?: string;
  /** The last characters, e.g. Anthropic's `AA`. */
  readonly suffix?: string;
  /** Characters that may not stand directly before the prefix. Default: `A-Za-z0-9_-`. */
  readonly left?: string;
  /** True where the prefix alone proves little: the judge wants a body that looks random. */
  readonly random?: boolean;
  /** Encodings in which it is looked for too. Default: UTF-16. base64 costs speed: three short needles each. */
  readonly encodings?: readonly Encoding[];
}

/** A literal under a telling name; `src/detect/named.ts` knows the syntaxes. */
export interface NamedPattern {
  readonly kind: 'named';
  /** What a name must contain, at least 3 ASCII characters, compared without case where it has no capitals. */
  readonly keywords: readonly string[];
  /**
   * What the value consists of, where one company's keys have a length but no prefix. It must also hold letters of both
   * cases and digits, so that no hash counts.
   */
  readonly value?: { readonly of: string; readonly min: number; readonly max: number };
}

/** A key put together from adjacent literals; `src/detect/split.ts` knows the joins. */
export interface SplitPattern {
  readonly kind: 'split';
  /** The token pattern of the key when joined. */
  readonly token: TokenPattern;
}

/** A custom rule's regular expression, over bytes read as Latin-1. `compile` refuses an unbounded one. */
export interface RegexPattern {
  readonly kind: 'regex';
  readonly source: string;
  /** Of `i`, `s`, `u`; `m` is always on. */
  readonly flags: string;
  /** One of them stands inside every match; at least 3 ASCII characters, compared without case. */
  readonly keywords: readonly string[];
  /** The capture group that holds the secret; 0 is the whole match. */
  readonly group?: number;
}

/** The name of a variable that a bundler hands to browsers; `src/detect/exposed.ts` knows which ones. */
export interface ExposedPattern {
  readonly kind: 'exposed';
  /** What such a name contains, lower case, compared without case. */
  readonly words: readonly string[];
}

export type Pattern = TokenPattern | NamedPattern | SplitPattern | RegexPattern | ExposedPattern;

/** What real keys look like. It grades a finding's confidence and words it; it never hides one. */
export interface Grades {
  /** Today's inner prefix and length: below it confidence is medium and the body must look random. */
  readonly usual: RegExp;
  /** The structure of keys that the provider issued; others look made up. */
  readonly real: RegExp;
  /** SHA-256 (hex, of the key's ASCII bytes) of keys published as samples. */
  readonly publicSamples: readonly string[];
}

/** Data only. A rule proves itself: a test scans its samples. */
export interface Rule {
  readonly id: string;
  /** What was found, e.g. "Google Gemini auth key". */
  readonly title: string;
  /** One sentence: what somebody who reads this secret can do with it. */
  readonly why: string;
  readonly severity: Severity;
  /** Company whose key it is. */
  readonly provider?: string;
  /** Page where its owner revokes or restricts it (https URL). */
  readonly revoke?: string;
  /** The environment variable to read instead, e.g. GEMINI_API_KEY. */
  readonly env?: string;
  /** On the same bytes the higher one wins: 30 a Gemini kind, 20 a provider's shape, 10 a name, 9 one company's name. */
  readonly weight: number;
  readonly patterns: readonly Pattern[];
  readonly grades?: Grades;
  /** The rule that takes over where the key stands in a web config, public by design, without Gemini. */
  readonly publicAs?: string;
  /** The rule that takes over where the key stands under a name that a bundler ships to browsers. */
  readonly exposedAs?: string;
  /**
   * Texts that must give at least one hit of this rule, and texts that must give none. `{{kind}}` stands
   * for a synthetic value made at run time (test/helpers/samples.ts).
   */
  readonly samples: { readonly hits: readonly string[]; readonly misses: readonly string[] };
}

export interface Origin {
  readonly kind: OriginKind;
  /** Display path, `/` on all systems, relative to the repository root; '' where there is none. */
  readonly path: string;
  /** The exact bytes of the path, only where they are not valid UTF-8. */
  readonly pathBytes?: Uint8Array;
  /** Object id of the bytes, lower-case hex, where git has one. */
  readonly oid?: string;
}

/** Bytes with their origin. The bytes belong to the reader until it asks for the next Blob. */
export interface Blob {
  readonly bytes: Uint8Array;
  readonly origin: Origin;
  /**
   * What the parents hold at this path (HEAD, and in a merge the other parents): a secret found
   * there too is not new. Read only when there are findings, so that a clean commit never pays.
   */
  readonly previous?: () => Promise<readonly Uint8Array[]>;
}

/** Why something in scope was not scanned. */
export type SkipReason =
  | 'binary'
  | 'too-large'
  | 'ignored-by'
  | 'unreadable'
  | 'lfs'
  | 'submodule'
  | 'missing'
  | 'corrupt'
  | 'symlink'
  | 'special-file'
  | 'unmerged';

export interface Skip {
  readonly path: string;
  readonly pathBytes?: Uint8Array;
  readonly reason: SkipReason;
  /** One short clause for a person: the glob that ignored it, the size in bytes, the pack and offset. */
  readonly detail?: string;
  readonly oid?: string;
  /** False where a skip makes the scan incomplete (exit 2): unreadable, missing, corrupt, too-large. */
  readonly harmless: boolean;
}

export interface Stats {
  /** Files, or versions of them, whose bytes were scanned. */
  readonly files: number;
  /** Texts of commits and annotated tags that were scanned: messages, names of people. */
  readonly messages: number;
  readonly bytes: number;
  readonly commits: number;
}

export type Command = 'staged' | 'message' | 'push' | 'history' | 'ci' | 'files' | 'stdin';

/** What the run was asked to look at, in words that a person can check. */
export interface Target {
  readonly command: Command;
  /** e.g. `index against HEAD`, `main..feature`, `refs: all`. */
  readonly scope: string;
  /** HEAD has no commit yet: what is staged leaves the index with `git rm --cached`. */
  readonly unborn?: boolean;
  /** Folder, relative to the top, that the command was typed in (GIT_PREFIX in a hook); '' at the top. */
  readonly prefix?: string;
}

export interface Report {
  readonly tool: { readonly name: 'keyfence'; readonly version: string };
  readonly target: Target;
  /** True only if everything in scope was read. */
  readonly complete: boolean;
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skip[];
  /** Findings taken away by ignore entries, baseline or inline comments. */
  readonly ignored: number;
  readonly notices: readonly Notice[];
  readonly stats: Stats;
  /** When the run began, UTC, `2026-06-01T12:00:00`. Only GitLab's format prints it, which demands it. */
  readonly started?: string;
  /** What stopped the scan, where something did: the message of the error, already worded. */
  readonly failure?: { readonly code: string; readonly message: string; readonly next: string };
  /** Only of `history --shard`. */
  readonly shard?: ShardReport;
}

/** How a Reporter may draw. */
export interface Style {
  readonly color: boolean;
  /** Columns of the terminal; 80 on a pipe. */
  readonly width: number;
  readonly verbose: boolean;
  /** Each place of a finding is listed, not only the first few. */
  readonly everyPlace?: boolean;
  readonly quiet: boolean;
  /** The words to type for keyfence here: `npx keyfence` or `keyfence`. */
  readonly self: string;
}

/** Pure: the pieces of the text, in order. A generator, so that 100,000 findings stream. */
export type Reporter = (report: Report, style: Style) => Iterable<string>;

/** A place as JSON holds it (schema/report.json); unlike `Where`, with the masked path. */
export type JsonPlace = Where;

/** As JSON holds it: with the masked names. */
export type JsonPresence = Presence;

/** A finding of `--format json` and of the library. */
export interface JsonFinding {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Masked: public prefix, `…`, last four characters. */
  readonly secret: string;
  readonly fingerprint: string;
  readonly provider?: string;
  readonly name?: string;
  readonly where: JsonPlace;
  readonly places: readonly JsonPlace[];
  readonly count: number;
  readonly frame: readonly { readonly line: number; readonly text: string }[];
  readonly remarks: readonly { readonly code: Remark; readonly text: string }[];
  readonly why: string;
  readonly revoke?: string;
  readonly presence?: JsonPresence;
  readonly advice: readonly string[];
}

export interface JsonSkip {
  readonly path: string;
  readonly pathBytes?: string;
  readonly reason: SkipReason;
  readonly text: string;
  readonly detail?: string;
  readonly oid?: string;
  /** False where the skip makes the scan incomplete. */
  readonly harmless: boolean;
}

/** `--format json`, schemaVersion 1; its JSON Schema is published as `keyfence/schema/report.json`. */
export interface JsonReport {
  readonly schemaVersion: 1;
  readonly tool: Report['tool'];
  readonly target: Target;
  readonly complete: boolean;
  readonly findings: readonly JsonFinding[];
  readonly skipped: readonly JsonSkip[];
  readonly ignored: number;
  readonly notices: readonly (Notice & { readonly text: string })[];
  readonly stats: Stats;
  readonly failure?: NonNullable<Report['failure']>;
  readonly shard?: ShardReport;
}
