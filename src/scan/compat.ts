/**
 * Findings that another tool was told to ignore (`--compat`). Its entries name a line or the SHA-1 of a
 * value; here each becomes an entry for the rule, the value and the path that it speaks of, so that an
 * excused secret stays excused where the file's lines move, and no other value is excused with it.
 * The look-up runs only where there are findings that such a file may speak of.
 */

import { createHash } from 'node:crypto';
import { type Excused, otherFiles, readOther } from '../config/other-tools.ts';
import type { Compat, Options } from '../config.ts';
import type { Repository } from '../git.ts';
import { type IgnoreEntry, type Ignores, parseFingerprint, subtract } from '../ignores.ts';
import type { Finding, Notice, Rule, Where } from '../types.ts';
import { type Reopening, reopen } from './reopen.ts';
import type { Request } from './request.ts';
import { activeRules, load } from './rules.ts';

export interface Excuses {
  readonly kept: readonly Finding[];
  readonly ignored: number;
  readonly notices: readonly Notice[];
}

/** One entry of another tool's file, found here. */
export interface Match {
  readonly fingerprint: string;
  readonly path: string;
}

/** @throws KeyfenceError `config` where a file is not of its tool's form, also where nothing was found */
export async function excuse(
  findings: readonly Finding[],
  request: Request,
  options: Options,
): Promise<Excuses> {
  let kept = findings;
  const values: string[] = [];
  for (const tool of options.compat) {
    const excused = about(readOther(request.policy, tool) ?? [], kept);
    if (excused.length === 0) continue;
    const work = { request, options, loaded: load(options) };
    const matches = await matchers[tool](excused, kept, work);
    const before = kept.length;
    kept = subtract(kept, entriesOf(matches, tool), '').kept;
    if (kept.length < before) values.push(`${before - kept.length} by ${otherFiles[tool]}`);
  }
  const ignored = findings.length - kept.length;
  if (ignored === 0) return { kept, ignored, notices: [] };
  return { kept, ignored, notices: [{ code: 'compat-ignores', count: ignored, values }] };
}

/**
 * What each entry names in its commit; entries without a commit, which name nothing here, must not be
 * among them. A commit that is not in this repository (any more) excuses nothing.
 */
export async function lookUp(
  excused: readonly Excused[],
  { repository, options }: { readonly repository: Repository; readonly options: Options },
): Promise<readonly (readonly Match[])[]> {
  const work = { request: { repository, cwd: repository.top }, options, loaded: load(options) };
  const oids = await blobsAt(repository, excused);
  const all: Match[][] = [];
  for (const [index, entry] of excused.entries()) {
    const oid = oids[index];
    const found = oid ? await reopen({ ...NO_PLACE, oid, path: entry.path }, work) : [];
    const meant = found.filter((finding) =>
      entry.sha1 === undefined ? stands(finding, entry, work) : sha1(finding.secret) === entry.sha1,
    );
    all.push(meant.map(({ fingerprint }) => ({ fingerprint, path: entry.path })));
  }
  return all;
}

const NO_PLACE = { kind: 'blob', line: 1, column: 1, endLine: 1, endColumn: 1 } as const;

/** Ids of `commit:path`, undefined where there is no such blob; one git process for all. */
async function blobsAt(repository: Repository, entries: readonly Excused[]) {
  if (entries.length === 0) return [];
  const input = entries.map(({ commit, path }) => `${commit}:${path}\n`).join('');
  const answer = await repository.git(['cat-file', '--batch-check'], { input });
  const lines = answer.toString().split('\n');
  return entries.map((_, index) => /^([0-9a-f]+) blob \d+$/.exec(lines[index] ?? '')?.[1]);
}

type Matcher = (
  excused: readonly Excused[],
  findings: readonly Finding[],
  work: Reopening,
) => Promise<readonly Match[]>;

const matchers: Readonly<Record<Compat, Matcher>> = {
  gitleaks: matchLines,
  'detect-secrets': matchHashes,
};

/** The entries that speak of a path in which something was found. */
function about(excused: readonly Excused[], findings: readonly Finding[]): readonly Excused[] {
  const paths = new Set(findings.flatMap(({ places }) => places.map(({ path }) => path)));
  return excused.filter(({ path }) => paths.has(path));
}

function entriesOf(matches: readonly Match[], tool: Compat): Ignores {
  const file = otherFiles[tool];
  const entries: IgnoreEntry[] = matches.map(({ fingerprint, path }) => {
    return { ...parseFingerprint(fingerprint)!, path, reason: `as in ${file}` };
  });
  return {
    file,
    entries,
    matchers: entries.map(
      ({ path }) =>
        (other: string) =>
          other === path,
    ),
  };
}

/** gitleaks: what stands on that line, as it was found or as the entry's commit has it. */
async function matchLines(
  excused: readonly Excused[],
  findings: readonly Finding[],
  work: Reopening,
): Promise<readonly Match[]> {
  const { options, request } = work;
  const anywhere = excused.filter(({ commit }) => commit === undefined);
  const named = excused.filter(({ commit }) => commit !== undefined);
  const here = anywhere.flatMap((entry) =>
    findings
      .filter((finding) => stands(finding, entry, work))
      .map(({ fingerprint }) => ({ fingerprint, path: entry.path })),
  );
  const { repository } = request;
  if (!repository) return here;
  return [...here, ...(await lookUp(named, { repository, options })).flat()];
}

function stands(finding: Finding, { path, line, rule }: Excused, work: Reopening): boolean {
  const on = finding.places.some((place) => place.path === path && place.line === line);
  return on && meansSame(rule!, finding.rule, work);
}

/**
 * An entry for a rule that is named after another issuer excuses no key of this one; an entry for a
 * general rule, or for one of the team's own, excuses whatever stands there.
 */
function meansSame(theirs: string, ours: string, { options }: Reopening): boolean {
  const issuers = new Map(activeRules(options).map((rule) => [rule.id, issuerOf(rule)]));
  const [one, other] = [theirs.split('-')[0], issuers.get(ours)];
  return !other || other.includes(one!) || ![...issuers.values()].flat().includes(one);
}

/** The words that stand for a rule's issuer in front of rule ids, gitleaks' and ours. */
function issuerOf({ id, provider }: Rule): readonly (string | undefined)[] | undefined {
  if (provider === 'Google') return ['gcp', 'google', 'gemini'];
  return provider ? id.split('-', 1) : undefined;
}

/** detect-secrets: the value has that SHA-1, in whichever version of that file it was found. */
async function matchHashes(
  excused: readonly Excused[],
  findings: readonly Finding[],
  work: Reopening,
): Promise<readonly Match[]> {
  const hashes = new Set(excused.map(({ path, sha1 }) => `${sha1} ${path}`));
  const paths = new Set(excused.map(({ path }) => path));
  const found: Match[] = [];
  for (const { fingerprint, places } of findings) {
    const byPath = new Map(places.map((place) => [place.path, place]));
    for (const [path, place] of byPath) {
      const secret = paths.has(path) ? await secretAt(place, fingerprint, work) : undefined;
      if (secret && hashes.has(`${sha1(secret)} ${path}`)) found.push({ fingerprint, path });
    }
  }
  return found;
}

/** The value itself: it does not leave this module. By hash: under another path the rule may differ. */
async function secretAt(place: Where, fingerprint: string, work: Reopening) {
  const { hash } = parseFingerprint(fingerprint)!;
  const found = await reopen(place, work);
  return found.find((finding) => finding.fingerprint.endsWith(`:${hash}`))?.secret;
}

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
