/** What a run is asked. */
import type { PolicySource } from '../config.ts';
import type { Repository } from '../git.ts';
import type { Progress } from '../history/history.ts';
import type { Selection } from '../history/pick.ts';
import type { Shard, ShardReport } from '../types/shard.ts';
import type { Command, Finding, JsonReport, Notice, Report } from '../types.ts';
import type { FilesWorkers } from './files-workers.ts';

/** What to look at. Which fields count depends on the command. */
export interface Request {
  readonly command: Command;
  /** Absent for stdin and files outside a repository. */
  readonly repository?: Repository;
  /** Where ignore entries are read from; as for the Options. */
  readonly policy: PolicySource;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** files: paths and globs. message: the file. history, push: the range, the remote. */
  readonly operands: readonly string[];
  /** push: names of refs that the remote would get. */
  readonly newRefs?: readonly string[];
  /** stdin: the path to report. */
  readonly name?: string;
  /** staged: also report what the parents hold already. */
  readonly allLines?: boolean;
  /** staged: what `--path` keeps; everything where absent. */
  readonly within?: (path: string) => boolean;
  /** files: also what git ignores. */
  readonly gitignored?: boolean;
  /** files: NUL-separated paths in place of operands. */
  readonly paths0?: AsyncIterable<Uint8Array>;
  /** stdin: read instead of the process's own. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Told of each finding that stays; the Report is the one so far. */
  readonly onFinding?: (finding: Finding, report: Report) => void;
  /** How the scope is called, where the command does not say it. */
  readonly scope?: string;
  /** What is known before the scan and belongs into its report. */
  readonly notices?: readonly Notice[];
  /** history, push, ci, files. */
  readonly walk?: WalkOptions;
  /** YYYY-MM-DDTHH:MM:SS in UTC; its day decides about the expiry of ignore entries. */
  readonly started: string;
}

export interface WalkOptions {
  readonly allPlaces: boolean;
  readonly unreachable: boolean;
  readonly allowShallow: boolean;
  /** Nothing else runs in this process, which could change its current folder or mind V8's flags. */
  readonly alone?: true;
  /** Absent: everything that git keeps. `nothing`: a push that publishes nothing. */
  readonly selection?: Selection | 'nothing';
  /** Reads and writes what is remembered of an earlier scan; only where all that git keeps is scanned. */
  readonly cache?: true;
  /** What a partial clone lacks may be fetched. */
  readonly allowFetch?: true;
  /** Only this share of the objects. */
  readonly shard?: Shard;
  /** merge: reports in place of a repository. */
  readonly reports?: readonly NamedReport[];
  /** Aborted by Ctrl-C: the Report holds what was found so far and is not complete. */
  readonly signal?: AbortSignal;
  /** Called before more than a look at a range is taken: from then on the signal may be aborted. */
  readonly onWhole?: () => void;
  readonly onProgress?: (progress: WalkProgress) => void;
  /** files: threads that run already. */
  readonly workers?: FilesWorkers;
}

export type WalkProgress =
  | Progress
  | { readonly phase: 'fetch' | 'files'; readonly done: number; readonly total: number };

export interface NamedReport {
  /** The report's file. */
  readonly name: string;
  readonly report: JsonReport & { readonly shard: ShardReport };
}
