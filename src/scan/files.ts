/** `keyfence files`: lists what is on disk, has it read by some threads, and puts the parts together. */

import { checkTree, configName, type Options } from '../config.ts';
import { Glance } from '../detect/glance.ts';
import { KeyfenceError } from '../errors.ts';
import type { HistoryResult } from '../history/history.ts';
import { isEnvironment } from '../sources/environment.ts';
import { type Given, type Listing, listFiles, rootOf } from '../sources/files.ts';
import { display, nameOf, rawPath } from '../sources/raw.ts';
import type { Finding, Skip, SkipReason } from '../types.ts';
import { completed, FilesPool } from './files-pool.ts';
import type { FilesWorkers } from './files-workers.ts';
import { LazyEngine } from './lazy-engine.ts';
import { Names } from './names.ts';
import { type FilesPart, type FilesWork, Reading } from './reading.ts';
import type { Request, WalkOptions } from './request.ts';

/** @throws KeyfenceError 'git-failed', 'usage', 'config' */
export async function scanFiles(
  request: Request,
  options: Options,
  how: WalkOptions,
): Promise<HistoryResult> {
  // A second time only where a config was found when files that it speaks of had been read.
  for (let workers = how.workers; ; workers = undefined) {
    const configs = options.layers().length;
    const names = new Names(new LazyEngine(options), options);
    const run = new Run(request, options, names, { ...how, workers });
    const result = await run.result();
    if (!run.late || options.layers().length === configs || how.signal?.aborted) return result;
  }
}

class Run {
  /** A config became known after paths below it had been given away. */
  late = false;
  private readonly work: FilesWork;
  private readonly pool: FilesPool;
  private readonly excluded: Skip[] = [];
  private begun = false;

  constructor(
    private readonly request: Request,
    private readonly options: Options,
    private readonly names: Names,
    private readonly how: Omit<WalkOptions, 'workers'> & {
      readonly workers: FilesWorkers | undefined;
    },
  ) {
    const { signal, onProgress, workers } = how;
    const { customRules, inline, webKeys, showSecrets, maxBytes, jobs: threads } = options;
    const glance = customRules.length === 0 ? Glance.compile() : undefined;
    const settings = { customRules, glance, inline, webKeys, showSecrets, maxBytes };
    this.work = { root: rootOf(request), here: how.alone === true, ...settings };
    this.pool = new FilesPool(this.work, {
      threads,
      signal,
      onProgress: (done, total) => onProgress?.({ phase: 'files', done, total }),
      workers,
    });
  }

  async result(): Promise<HistoryResult> {
    const { pool } = this;
    try {
      const listing = await this.listing();
      const parts = [...(await pool.finish())];
      if (parts.some(hasMissing)) parts.push(await this.again(parts));
      const failure = this.how.signal?.aborted
        ? new KeyfenceError('interrupted')
        : (listing.failure ?? (await this.askPackages(parts)));
      return { ...(await this.put(parts, listing)), ...(failure && { failure }) };
    } finally {
      pool.close();
    }
  }

  /** What goes wrong in it does not lose what is found in the files known by then. */
  private async listing(): Promise<Listing> {
    const { request, options } = this;
    try {
      const listing = await listFiles(request, (paths, how) => this.give(paths, how));
      const { length } = options.layers();
      if (options.layers().some(({ layer }) => layer.excludes.length > 0)) {
        await checkTree(options, (await listing.tracked()).map(display));
      }
      this.late ||= options.layers().length > length;
      return listing;
    } catch (error) {
      if (!(error instanceof KeyfenceError)) throw error;
      return { ...NOTHING, failure: error };
    }
  }

  private give(paths: readonly string[], { entered }: Given): Promise<void> | undefined {
    const { options, pool } = this;
    const { length } = options.layers();
    const asked = paths.filter(isConfig).map((path) => options.policyFor(display(path)));
    const waits = asked.some((one) => one instanceof Promise);
    if (!waits && length === 0) return pool.give(paths, entered);
    return Promise.all(asked).then(async () => {
      this.late ||= this.begun && !entered && options.layers().length > length;
      await pool.give(await this.withoutExcluded(paths), entered);
      this.begun = true;
    });
  }

  /** Of the thousands of package.json in a large tree hardly one is a config: those that were read say so. */
  private async askPackages(parts: readonly FilesPart[]): Promise<KeyfenceError | undefined> {
    const { options } = this;
    const { length } = options.layers();
    const paths = parts.flatMap(({ packages }) => packages).sort();
    const failure = await worded(async () => {
      for (const path of paths) await options.policyFor(display(path));
    });
    this.late ||= options.layers().length > length;
    return failure;
  }

  /** The paths that the configs leave in. */
  private async withoutExcluded(paths: readonly string[]): Promise<readonly string[]> {
    const { options, excluded } = this;
    if (options.layers().length === 0) return paths;
    const kept: string[] = [];
    for (const path of paths) {
      const policy = options.policyFor(display(path));
      const { excludedBy } = policy instanceof Promise ? await policy : policy;
      if (!excludedBy) kept.push(path);
      else {
        const detail = `${excludedBy.glob} in ${excludedBy.config}`;
        excluded.push({ ...nameOf(path), reason: 'ignored-by', detail, harmless: true });
      }
    }
    return kept;
  }

  /** Some programs take a file away for a moment when they write it. */
  private async again(parts: readonly FilesPart[]): Promise<FilesPart> {
    const paths = parts.flatMap(({ refused }) => refused.filter(isMissing).map(({ path }) => path));
    const reading = new Reading(this.work);
    await completed(reading);
    reading.read({ paths: paths.join('\0'), entered: false });
    await completed(reading);
    return reading.part;
  }

  /** Secrets in the names of files and folders. */
  private async inNames(parts: readonly FilesPart[]): Promise<Finding[]> {
    const findings: Finding[] = [];
    const paths = parts.flatMap(({ names }) => names.flatMap((batch) => batch.split('\0')));
    for (const path of paths.sort()) findings.push(...(await this.names.findingsIn(display(path))));
    return findings;
  }

  private async put(parts: readonly FilesPart[], listing: Listing): Promise<HistoryResult> {
    const { environment } = listing;
    const rows = await refused(parts, listing);
    return {
      findings: [...(await this.inNames(parts)), ...(await findingsOf(parts, listing))],
      skipped: [...met(listing), ...this.excluded, ...rows].sort(byPath),
      ignored: sum(parts, 'ignored'),
      notices: noticesOf(environment),
      stats: { files: sum(parts, 'files'), messages: 0, bytes: sum(parts, 'bytes'), commits: 0 },
      objects: 0,
    };
  }
}

/** What is no mistake of ours is said, and loses nothing. */
async function worded(work: () => Promise<void>): Promise<KeyfenceError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof KeyfenceError) return error;
    throw error;
  }
}

const NOTHING: Listing = {
  named: new Set(),
  environment: [],
  skips: [],
  tracked: async () => [],
  ignored: async () => new Set(),
};

/** In order of their paths. */
async function findingsOf(parts: readonly FilesPart[], listing: Listing): Promise<Finding[]> {
  const rows = parts.flatMap(({ findings }) => findings);
  rows.sort((one, other) => compare(one.path, other.path));
  if (rows.length === 0) return [];
  const ignored = await listing.ignored(rows.map(({ path }) => path));
  return rows.flatMap(({ path, found }) => {
    if (!ignored.has(path)) return found;
    const kept = isEnvironment(path) && !listing.named.has(path);
    return found.map((finding) => onDiskOnly(finding, kept));
  });
}

/** @param kept it stands where our own advice puts a secret, and nobody asked about that file */
function onDiskOnly(finding: Finding, kept: boolean): Finding {
  const remarks = [...finding.remarks, 'ignored-by-git' as const];
  // A name that makes the bundler publish the value is wrong in any file.
  const excused = kept && !finding.remarks.includes('client-exposed');
  return { ...finding, remarks, ...(excused && { severity: 'warning' as const }) };
}

/** What is tracked and not on disk is no part of what is scanned; what was there when it was listed is. */
async function refused(parts: readonly FilesPart[], listing: Listing): Promise<Skip[]> {
  const rows = parts.flatMap((part, index) =>
    index === parts.length - 1 ? part.refused : part.refused.filter((row) => !isMissing(row)),
  );
  const known = new Set(rows.some(isMissing) ? await listing.tracked() : []);
  return rows
    .filter((row) => !isMissing(row) || !known.has(row.path))
    .map(({ path, refusal }) => {
      const asked = refusal.reason === SPECIAL && listing.named.has(path);
      return { ...nameOf(path), ...refusal, harmless: refusal.harmless && !asked };
    });
}

/**
 * A pipe or a device in a folder is no file of the repository. One that was named is what was asked about, and
 * was not read: that is not clean. Where its folder was named too, it is said once.
 */
const SPECIAL: SkipReason = 'special-file';
const met = ({ skips, named }: Listing): readonly Skip[] =>
  named.size === 0
    ? skips
    : skips.filter(({ reason, path }) => reason !== SPECIAL || !named.has(rawPath(path)));

const isConfig = (path: string) => path.endsWith(configName);

type Refused = FilesPart['refused'][number];
const isMissing = ({ refusal }: Refused) => refusal.reason === 'missing';
const hasMissing = ({ refused }: FilesPart) => refused.some(isMissing);

function noticesOf(environment: readonly string[]): HistoryResult['notices'] {
  if (environment.length === 0) return [];
  const values = [...environment].sort().map(display);
  return [{ code: 'ignored-by-git', count: values.length, values }];
}

const sum = (parts: readonly FilesPart[], field: 'files' | 'bytes' | 'ignored'): number =>
  parts.reduce((total, part) => total + part[field], 0);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const byPath = (one: Skip, other: Skip): number => compare(one.path, other.path);
