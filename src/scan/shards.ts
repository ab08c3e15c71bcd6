/**
 * Shards on both ends: what a shard's report says of the run that made it, and how the reports of all
 * shards become one result. Whatever does not fit together is refused: a whole with a hole is no whole.
 */
import { createHash } from 'node:crypto';
import type { Options } from '../config.ts';
import { KeyfenceError } from '../errors.ts';
import { joinAll, settledSkips, unreadFailure } from '../history/join.ts';
import type { HistoryResult } from '../history/result.ts';
import type { Ignores } from '../ignores.ts';
import type { Shard } from '../types/shard.ts';
import type { JsonReport, Skip } from '../types.ts';
import type { NamedReport, WalkOptions } from './request.ts';
import { activeRules } from './rules.ts';

/** @throws KeyfenceError 'usage' */
export function parseShard(text: string): Shard {
  const [, index = 0, count = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= count) return { index, count };
  const what = `--shard ${JSON.stringify(text)} is no share: it takes I/N, where I counts from 1 to N.`;
  throw new KeyfenceError('usage', what, 'Write --shard 1/5 for the first of five.');
}

/** Rules, and all that changes what is found. */
export function settingsOf(options: Options, walk: WalkOptions): string {
  const { inline, webKeys, maxBytes, compat } = options;
  const { allPlaces, unreachable, allowShallow } = walk;
  const how = { inline, webKeys, maxBytes, compat, allPlaces, unreachable, allowShallow };
  return digest([activeRules(options), how]);
}

/** Config and ignores, which `merge` applies to the whole. */
export function policyOf(options: Options, ignores: Ignores): string {
  const layers = options.layers().map(({ under, layer }) => [under, layer.config]);
  return digest([layers.sort(), ignores.entries, options.webKeys]);
}

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_, one) => (one instanceof RegExp ? one.source : one)))
    .digest('hex')
    .slice(0, 32);

/** @throws KeyfenceError 'usage' where they are not the shards of one scan, each once */
export function joined(
  named: readonly NamedReport[],
  options: Options,
  ignores: Ignores,
): HistoryResult {
  refuseMixed(named);
  const policy = policyOf(options, ignores);
  if (named.some(({ report }) => report.shard.policy !== policy)) {
    refuse(
      'The config or the ignores here are not those that the shards were scanned with.',
      'Run merge at the root of a checkout of the same commit, with the same --config.',
    );
  }
  const reports = named.map(({ report }) => report);
  const shards = reports.map(({ shard }) => shard);
  const rescued = new Set(shards.flatMap((shard) => shard.rescued)).size;
  const skipped = settledSkips(reports.flatMap((report) => report.skipped.map(skipOf)));
  const failure = failureOf(named, skipped);
  const sum = (pick: (report: JsonReport) => number) =>
    reports.reduce((total, report) => total + pick(report), 0);
  return {
    findings: joinAll(shards.flatMap(({ parts }) => parts)).filter(
      ({ presence }) => shards[0]!.unreachable || presence?.reach !== 'unreachable',
    ),
    skipped,
    ignored: shards.reduce((total, { ignored }) => total + ignored, 0),
    notices: rescued > 0 ? [{ code: 'fallback-to-git', count: rescued }] : [],
    stats: {
      files: sum(({ stats }) => stats.files),
      messages: sum(({ stats }) => stats.messages),
      bytes: sum(({ stats }) => stats.bytes),
      commits: sum(({ stats }) => stats.commits),
    },
    objects: shards[0]!.objects,
    ...(failure && { failure }),
  };
}

function refuseMixed(named: readonly NamedReport[]): void {
  const first = named[0]!;
  const { count, state, settings } = first.report.shard;
  const seen = new Map<number, string>();
  for (const { name, report } of named) {
    const { shard, tool, target } = report;
    const from = first.report;
    const pair = `${first.name} and ${name}`;
    const again = 'Run all shards anew, in one and the same clone.';
    if (shard.count !== count)
      refuse(`${pair} are of scans of ${count} and ${shard.count} shards.`, again);
    if (tool.version !== from.tool.version) {
      refuse(`${pair} were written by different versions of keyfence.`, again);
    }
    if (shard.settings !== settings)
      refuse(`${pair} were scanned by different rules or options.`, again);
    if (target.scope !== from.target.scope) refuse(`${pair} are of different ranges.`, again);
    if (shard.policy !== from.shard.policy) {
      refuse(`${pair} were scanned under different configs or ignores.`, again);
    }
    if (shard.state !== state) {
      refuse(
        `${pair} saw different states of the repository (packs, loose objects or refs).`,
        'Clone once, hand that clone to every shard (docs/ci.md), and run all shards anew.',
      );
    }
    const twin = seen.get(shard.index);
    if (twin !== undefined) {
      refuse(
        `Shard ${shard.index}/${count} is there twice: ${twin} and ${name}.`,
        'Name each report once.',
      );
    }
    seen.set(shard.index, name);
  }
  for (let index = 1; index <= count; index++) {
    if (seen.has(index)) continue;
    const run = `npx keyfence history --shard ${index}/${count} --format json=shard-${index}.json`;
    refuse(`Shard ${index}/${count} is missing: nothing says what is in it.`, `Run: ${run}`);
  }
}

/** Counts are those of the whole; whatever else stopped a shard stopped the whole. */
function failureOf(
  named: readonly NamedReport[],
  skipped: readonly Skip[],
): KeyfenceError | undefined {
  const failed = named.filter(({ report }) => report.failure);
  const other = failed.find(({ report }) => !/^(?:objects|packs|refs)-/.test(report.failure!.code));
  if (other) {
    const { shard, failure } = other.report;
    return new KeyfenceError(
      'shard-failed',
      `${shard.index}/${shard.count}`,
      failure!.message,
      failure!.next,
    );
  }
  return unreadFailure(skipped, skipped.filter(({ reason }) => reason === 'missing').length);
}

function skipOf({ path, reason, detail, oid, harmless }: JsonReport['skipped'][number]): Skip {
  return { path, reason, ...(detail && { detail }), ...(oid && { oid }), harmless };
}

function refuse(what: string, next: string): never {
  throw new KeyfenceError('usage', what, next);
}
