/** `keyfence files`: lists what is on disk, has it read by some threads, and puts the parts together. */
import type { Options } from '../config.ts';
import { KeyfenceError } from '../errors.ts';
import type { HistoryResult } from '../history/history.ts';
import type { Request } from '../scan.ts';
import { type Listing, listFiles } from '../sources/files.ts';
import { display, nameOf } from '../sources/raw.ts';
import type { Finding, Skip } from '../types.ts';
import { FilesPool } from './files-pool.ts';
import type { FilesPart } from './reading.ts';
import { load } from './rules.ts';
import type { WalkOptions } from './walk.ts';

/** Below so many files, known beforehand, a second thread costs more than it brings. */
const ONE_THREAD = 400;

/** @throws KeyfenceError 'git-failed', 'usage' */
export async function scanFiles(
  request: Request,
  options: Options,
  how: WalkOptions,
): Promise<HistoryResult> {
  const everything = request.operands.length === 0 && !request.paths0;
  const early = everything ? new FilesPool(options.jobs) : undefined;
  try {
    const listing = await listFiles(request);
    const asked = await withoutExcluded(listing, options);
    const few = asked.paths.length < ONE_THREAD;
    const pool = early ?? new FilesPool(few ? 1 : options.jobs);
    return await read({ ...listing, ...asked }, options, { ...how, pool });
  } finally {
    early?.close();
  }
}

async function read(
  listing: Listing,
  options: Options,
  { signal, onProgress, pool }: WalkOptions & { readonly pool: FilesPool },
): Promise<HistoryResult> {
  const { paths } = listing;
  const { engine } = load(options);
  const { inline, webKeys, showSecrets, maxBytes } = options;
  const work = {
    root: listing.root,
    paths: paths.join('\0'),
    rules: engine.rules,
    ...{ inline, webKeys, showSecrets, maxBytes },
    counters: new Int32Array(new SharedArrayBuffer(8)),
  };
  const onDone = (done: number) => onProgress?.({ phase: 'files', done, total: paths.length });
  const parts =
    paths.length === 0 ? [] : await pool.read(engine, work, { signal, onProgress: onDone });
  const failure = signal?.aborted ? new KeyfenceError('interrupted') : listing.failure;
  return {
    findings: findingsOf(parts, paths, listing.ignored),
    skipped: [...listing.skips, ...(await refused(parts, paths, listing))].sort(byPath),
    ignored: sum(parts, 'ignored'),
    notices: noticesOf(listing.ignored),
    stats: { files: sum(parts, 'files'), bytes: sum(parts, 'bytes'), commits: 0 },
    objects: 0,
    ...(failure && { failure }),
  };
}

const CONFIG = /(^|\/)(\.keyfencerc\.json|package\.json)$/;

/** The paths that the configs leave in, and why the others are out. */
async function withoutExcluded(listing: Listing, options: Options) {
  for (const path of listing.paths) if (CONFIG.test(path)) await options.policyFor(display(path));
  if (options.layers().length === 0) return listing;
  const paths: string[] = [];
  const skips: Skip[] = [...listing.skips];
  for (const path of listing.paths) {
    const policy = options.policyFor(display(path));
    const { excludedBy } = policy instanceof Promise ? await policy : policy;
    if (!excludedBy) paths.push(path);
    else {
      const detail = `${excludedBy.glob} in ${excludedBy.config}`;
      skips.push({ ...nameOf(path), reason: 'ignored-by', detail, harmless: true });
    }
  }
  return { paths, skips };
}

function findingsOf(
  parts: readonly FilesPart[],
  paths: readonly string[],
  ignored: ReadonlySet<string>,
): Finding[] {
  const rows = parts.flatMap((part) => part.findings).sort((a, b) => a.index - b.index);
  return rows.flatMap(({ index, found }) => {
    if (!ignored.has(paths[index]!)) return found;
    return found.map((one) => ({ ...one, remarks: [...one.remarks, 'ignored-by-git' as const] }));
  });
}

/** A file that was gone before the scan began is not on disk, and so no part of what is scanned. */
async function refused(
  parts: readonly FilesPart[],
  paths: readonly string[],
  listing: Listing,
): Promise<Skip[]> {
  const rows = parts.flatMap((part) => part.refused);
  const missing = rows.filter(({ refusal }) => refusal.reason === 'missing');
  const absent =
    missing.length > 0
      ? await listing.absent(missing.map(({ index }) => paths[index]!))
      : new Set<string>();
  return rows
    .filter(({ index, refusal }) => refusal.reason !== 'missing' || !absent.has(paths[index]!))
    .map(({ index, refusal }) => ({ ...nameOf(paths[index]!), ...refusal }));
}

function noticesOf(ignored: ReadonlySet<string>): HistoryResult['notices'] {
  if (ignored.size === 0) return [];
  return [
    { code: 'ignored-by-git', count: ignored.size, values: [...ignored].sort().map(display) },
  ];
}

const sum = (parts: readonly FilesPart[], field: 'files' | 'bytes' | 'ignored'): number =>
  parts.reduce((total, part) => total + part[field], 0);

const byPath = (a: Skip, b: Skip): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
