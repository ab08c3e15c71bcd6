/**
 * What a run has gathered so far: findings, skips, notices and counts. It is the only state of a run,
 * so that a run which stops half-way still reports everything it knew.
 */

import { applyPolicy, type Options } from '../config.ts';
import { failureOf } from '../errors.ts';
import type { HistoryResult } from '../history/history.ts';
import { type Ignores, type Subtracted, subtract } from '../ignores.ts';
import type { Blob, Finding, Notice, Report, Skip } from '../types.ts';
import type { Excuses } from './compat.ts';
import type { LazyEngine } from './lazy-engine.ts';
import type { Names } from './names.ts';
import type { Request } from './request.ts';
import type { Loaded } from './rules.ts';
import { dayOf, targetOf } from './scope.ts';

export class Collector {
  findings: readonly Finding[] = [];
  failure: Report['failure'];
  /** Of a shard: digests of what it was scanned with. */
  settings = '';
  policy = '';
  private shard: HistoryResult['shard'];
  /** Only for telling findings early; `settle` subtracts for good. */
  ignores: Ignores | undefined;
  private readonly request: Request;
  private readonly options: Options;
  private readonly names: Names;
  private readonly found: Finding[] = [];
  private readonly skipped: Skip[] = [];
  private readonly notices: Notice[] = [];
  private files = 0;
  private messages = 0;
  private bytes = 0;
  private commits = 0;
  private ignored = 0;
  private alreadyCommitted = 0;
  /** Staged, and not what `--path` asks for. */
  private outside = 0;
  private readonly heldBefore = new Set<string>();

  constructor(request: Request, options: Options, names: Names) {
    this.request = request;
    this.options = options;
    this.names = names;
    this.findings = this.found;
  }

  async take(item: Blob | Skip, lazy: LazyEngine): Promise<void> {
    const { within } = this.request;
    if ('origin' in item && item.origin.kind === 'path') return this.takeNames(item, lazy);
    if (within && !within('reason' in item ? item.path : item.origin.path)) {
      this.outside++;
      return;
    }
    if ('reason' in item) {
      this.skipped.push(item);
      return;
    }
    const policy = this.options.policyFor(item.origin.path);
    const { excludedBy } = policy instanceof Promise ? await policy : policy;
    if (excludedBy) {
      const { path, pathBytes, oid } = item.origin;
      const detail = `${excludedBy.glob} in ${excludedBy.config}`;
      const bytes = pathBytes && { pathBytes };
      this.skipped.push({
        path,
        ...bytes,
        ...(oid && { oid }),
        reason: 'ignored-by',
        detail,
        harmless: true,
      });
      return;
    }
    if (item.origin.kind === 'message') this.messages++;
    else this.files++;
    this.bytes += item.bytes.length;
    const found = await lazy.find(item.bytes);
    if (found) await this.look(item, found, lazy);
  }

  /** @param bytes paths, a NUL behind each */
  private async takeNames({ bytes, previous }: Blob, lazy: LazyEngine): Promise<void> {
    if (!(await lazy.find(bytes))) return;
    const old = this.request.allLines ? [] : ((await previous?.()) ?? []);
    const known = new Set(old.map((path) => Buffer.from(path).toString()));
    const { within } = this.request;
    for (const path of Buffer.from(bytes).toString().split('\0').slice(0, -1)) {
      if (known.has(path) || within?.(path) === false) continue;
      if ((await this.options.policyFor(path)).excludedBy) continue;
      await this.add(await this.names.findingsIn(path));
    }
  }

  /** Names of refs are published too. */
  async takeRefs(names: readonly string[]): Promise<void> {
    for (const name of names) await this.add(await this.names.findingsInRef(name));
  }

  private async look(blob: Blob, { engine, hits }: Loaded, lazy: LazyEngine): Promise<void> {
    const { inline, webKeys, showSecrets } = this.options;
    const { judge, sha256 } = await import('./judging.ts');
    const context = { sha256, inline, webKeys, showSecrets, origin: blob.origin };
    const judged = judge(engine, blob.bytes, hits, context);
    this.ignored += judged.ignored;
    if (judged.findings.length === 0) return;
    const known = new Set<string>();
    const previous = this.request.allLines ? undefined : blob.previous;
    for (const bytes of (await previous?.()) ?? []) {
      if (!(await lazy.find(bytes))) continue;
      // Inline ignores do not count here: a secret that was excused is there all the same.
      const before = judge(engine, bytes, hits, { ...context, inline: false });
      for (const finding of before.findings) known.add(secretOf(finding));
    }
    const fresh = judged.findings.filter((finding) => !known.has(secretOf(finding)));
    this.alreadyCommitted += judged.findings.length - fresh.length;
    if (fresh.length < judged.findings.length) this.heldBefore.add(blob.origin.path);
    await this.add(fresh);
  }

  private async add(judged: readonly Finding[]): Promise<void> {
    const findings = await this.names.inFindings(judged);
    this.found.push(...findings);
    const { onFinding } = this.request;
    if (!onFinding || !this.ignores) return;
    const settled = await applyPolicy(findings, this.options);
    const { kept } = subtract(settled, this.ignores, dayOf(this.request));
    const left = (await this.excused(kept))?.kept ?? kept;
    for (const finding of left) onFinding(finding, this.report());
  }

  /** What a walk over git's objects or the disk has found; it judges by itself. */
  async takeWalk(result: HistoryResult): Promise<void> {
    await this.add(result.findings);
    this.shard = result.shard;
    this.skipped.push(...result.skipped);
    this.notices.push(...result.notices);
    this.ignored += result.ignored;
    this.files += result.stats.files;
    this.messages += result.stats.messages;
    this.bytes += result.stats.bytes;
    this.commits += result.stats.commits;
    if (result.failure) this.failure = failureOf(result.failure);
  }

  /** What other tools' files say, where somebody asked for them. */
  private async excused(findings: readonly Finding[]): Promise<Excuses | undefined> {
    if (this.options.compat.length === 0) return undefined;
    return (await import('./compat.ts')).excuse(findings, this.request, this.options);
  }

  async settle(subtracted: Subtracted): Promise<void> {
    this.findings = subtracted.kept;
    await this.names.learn([...this.skipped.map(({ path }) => path), ...this.heldBefore]);
    this.ignored += subtracted.ignored;
    if (subtracted.expired.length > 0) {
      const values = subtracted.expired.map((entry) => `${entry.rule}:${entry.hash}`);
      this.notices.push({ code: 'expired-ignores', count: values.length, values });
    }
    if (subtracted.unused.length > 0 && this.sawEverything()) {
      const values = subtracted.unused.map((entry) => `${entry.rule}:${entry.hash}`);
      this.notices.push({ code: 'unused-ignores', count: values.length, values });
    }
    const excuses = await this.excused(subtracted.kept);
    if (!excuses) return;
    this.findings = excuses.kept;
    this.ignored += excuses.ignored;
    this.notices.push(...excuses.notices);
  }

  /** Only then does an entry that matched nothing mean something. */
  private sawEverything(): boolean {
    const { command, walk } = this.request;
    const joined = walk?.reports?.[0]?.report.shard.whole;
    const whole = joined ?? (walk?.selection === undefined && !this.shard);
    return (command === 'history' || command === 'ci') && whole && !this.failure;
  }

  /** What only the whole run can tell. */
  private closing(): Notice[] {
    const { request, options } = this;
    const notices: Notice[] = [...(request.notices ?? [])];
    const nothing = this.files + this.messages + this.skipped.length + this.outside === 0;
    if (request.command === 'staged' && !this.failure && nothing) {
      notices.push({ code: 'nothing-staged' });
    }
    if (this.alreadyCommitted > 0) {
      const values = [...this.heldBefore].map((path) => this.names.shown(path));
      notices.push({ code: 'already-committed', count: this.alreadyCommitted, values });
    }
    if (options.rulesOff.length > 0) {
      notices.push({ code: 'rules-off', values: options.rulesOff });
    }
    const configs = options.layers().map(({ layer }) => layer.name);
    if (configs.length > 0) notices.push({ code: 'config-used', values: configs });
    return notices;
  }

  report(): Report {
    const { request } = this;
    const { skipped: all, names } = this;
    const skipped = names.veils ? all.map((skip) => names.masked(skip)) : all;
    return {
      tool: { name: 'keyfence', version: request.version },
      target: targetOf(request),
      complete: !this.failure && skipped.every((skip) => skip.harmless),
      findings: this.findings,
      skipped,
      ignored: this.ignored,
      notices: [...this.notices, ...this.closing()],
      started: request.started,
      stats: {
        files: this.files,
        messages: this.messages,
        bytes: this.bytes,
        commits: this.commits,
      },
      ...(this.failure && { failure: this.failure }),
      ...(this.shard && {
        shard: { ...this.shard, settings: this.settings, policy: this.policy },
      }),
    };
  }
}

/** The value's part of a fingerprint: the same secret under another rule is the same secret. */
const secretOf = (finding: Finding) => finding.fingerprint.slice(finding.fingerprint.indexOf(':'));
