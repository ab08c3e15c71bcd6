/**
 * Keyfence as a library. What `scan` returns is what `--format json` prints, as objects.
 *
 * @example
 * import { scan } from 'keyfence';
 * const report = await scan({ command: 'history', cwd: '/path/to/repository' });
 * for (const finding of report.findings) console.log(finding.where.path, finding.secret);
 */
import manifest from '../package.json' with { type: 'json' };
import { diskPolicy, resolveOptions } from './config.ts';
import { openRepository, type Repository } from './git.ts';
import { findingOf, json } from './report/json.ts';
import type { Request } from './scan/request.ts';
import { scan as run } from './scan.ts';
import type { Finding, JsonFinding, JsonReport, Report, Style } from './types.ts';

export { KeyfenceError } from './errors.ts';
export type {
  Confidence,
  JsonFinding,
  JsonPlace,
  JsonPresence,
  JsonReport,
  JsonSkip,
  Severity,
} from './types.ts';

export interface ScanOptions {
  /** What to look at. `content` is the bytes given here, and nothing on disk. */
  readonly command: 'staged' | 'history' | 'files' | 'message' | 'content';
  /** Default: the current folder. */
  readonly cwd?: string;
  /** history: a range `A..B`. files: paths and globs. message: the file. */
  readonly operands?: readonly string[];
  /** content: what to scan; a string is taken as UTF-8. */
  readonly content?: string | Uint8Array;
  /** content: the path it stands for; it decides about ignores, excludes and wording. */
  readonly path?: string;
  /** A config file inside the repository, instead of `.keyfencerc.json` at its root. */
  readonly config?: string;
  readonly webKeys?: 'error' | 'warning' | 'off';
  /** Whether ignore comments in the source count. Default: true. */
  readonly inline?: boolean;
  /** Bytes; a larger file is skipped, and the report is not complete. Default: 104857600. */
  readonly maxBytes?: number;
  /** Threads. Default: one a core, at most 8. */
  readonly jobs?: number;
  /** Reads a repository that belongs to another user. */
  readonly trustRepo?: boolean;
  /** Stops a scan of history; its report is not complete then. */
  readonly signal?: AbortSignal;
  /** Told of each finding as soon as it is known to stay. */
  readonly onFinding?: (finding: JsonFinding) => void;
}

/**
 * Scans and reports; nothing is printed and no exit code is set.
 * @returns findings with masked secrets. `complete` is false where something in scope could not be
 *   read: then the findings hold, but their absence proves nothing.
 * @throws KeyfenceError 'not-a-repository', 'no-git', 'config', 'usage'
 */
export async function scan(options: ScanOptions): Promise<JsonReport> {
  const { cwd = process.cwd(), onFinding } = options;
  const { env } = process;
  const repository = await repositoryOf(options, cwd);
  const top = repository?.top || cwd;
  const policy = diskPolicy(top);
  const flags = flagsOf(options);
  const resolved = await resolveOptions({ flags, top, cwd, env, terminal: false, policy });
  const request: Request = {
    command: options.command === 'content' ? 'stdin' : options.command,
    ...(repository && { repository }),
    policy,
    cwd,
    env,
    version: manifest.version,
    operands: options.operands ?? [],
    ...(options.path !== undefined && { name: options.path }),
    ...(options.content !== undefined && { input: once(options.content) }),
    ...((options.command === 'history' || options.command === 'files') && {
      walk: walkOf(options),
    }),
    ...(onFinding && {
      onFinding: (one: Finding, report: Report) => onFinding(shaped(one, report)),
    }),
    started: new Date().toISOString().slice(0, 19),
  };
  const report = await run(request, resolved);
  return JSON.parse([...json(report, STYLE)].join('')) as JsonReport;
}

const STYLE: Style = {
  color: false,
  width: 80,
  verbose: false,
  quiet: false,
  self: 'npx keyfence',
};

/** As JSON has it: fields that are undefined are not there. */
function shaped(finding: Finding, report: Report): JsonFinding {
  return JSON.parse(JSON.stringify(findingOf(finding, report, STYLE.self))) as JsonFinding;
}

async function repositoryOf(options: ScanOptions, cwd: string): Promise<Repository | undefined> {
  const optional = options.command === 'content' || options.command === 'files';
  try {
    return await openRepository(cwd, { trust: options.trustRepo === true, env: process.env });
  } catch (error) {
    if (!optional || (error as { code?: string }).code !== 'not-a-repository') throw error;
    return undefined;
  }
}

function flagsOf({ config, webKeys, inline, maxBytes, jobs }: ScanOptions) {
  return {
    ...(config !== undefined && { config }),
    ...(webKeys !== undefined && { 'web-keys': webKeys }),
    ...(inline === false && { 'no-inline': true as const }),
    ...(maxBytes !== undefined && { 'max-bytes': String(maxBytes) }),
    ...(jobs !== undefined && { jobs: String(jobs) }),
  };
}

function walkOf({ signal }: ScanOptions) {
  return { allPlaces: false, unreachable: true, allowShallow: false, ...(signal && { signal }) };
}

async function* once(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
