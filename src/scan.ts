/** The run: a Request under Options → a Report. One line per stage. */
import { applyPolicy, type Options, type PolicySource, readIgnores } from './config.ts';
import { failureOf } from './errors.ts';
import type { Repository } from './git.ts';
import { type Ignores, subtract } from './ignores.ts';
import { Collector } from './scan/collector.ts';
import { LazyEngine } from './scan/lazy-engine.ts';
import { dayOf, sourceOf } from './scan/scope.ts';
import type { WalkOptions } from './scan/walk.ts';
import type { Command, Finding, Notice, Report } from './types.ts';

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

/**
 * Never rejects: what goes wrong is the Report's `failure`, and `complete` is false then.
 */
export async function scan(request: Request, options: Options): Promise<Report> {
  const collector = new Collector(request, options);
  try {
    const items = request.walk ? undefined : sourceOf(request, options);
    const ignores = await readIgnores(request.policy);
    const engine = new LazyEngine(options);
    collector.ignores = ignores;
    try {
      for await (const item of items ?? []) await collector.take(item, engine);
      if (request.walk) {
        const allPlaces = request.walk.allPlaces || byPath(options, ignores);
        const run =
          request.command === 'files'
            ? (await import('./scan/files.ts')).scanFiles
            : (await import('./scan/walk.ts')).walk;
        const { reports, shard } = request.walk;
        const walk = { ...request.walk, allPlaces };
        const shards = reports || shard ? await import('./scan/shards.ts') : undefined;
        if (shard) {
          collector.settings = shards!.settingsOf(options, walk);
          collector.policy = shards!.policyOf(options, ignores);
        }
        await collector.takeWalk(
          reports ? shards!.joined(reports, options, ignores) : await run(request, options, walk),
        );
      }
    } finally {
      const judged = await applyPolicy(collector.findings, options);
      await collector.settle(subtract(judged, ignores, dayOf(request)));
    }
  } catch (error) {
    collector.failure = failureOf(error);
  } finally {
    request.repository?.close();
  }
  return collector.report();
}

/** True where it matters under which paths a secret stands, and not only that it does. */
function byPath(options: Options, ignores: Ignores): boolean {
  const layers = options.layers().map(({ layer }) => layer);
  return (
    options.compat.length > 0 ||
    ignores.matchers.some(Boolean) ||
    layers.some(({ excludes, config }) => excludes.length > 0 || config.rules !== undefined)
  );
}
