/**
 * Holds what a scanner reported against what the corpus expects, and adds it up per kind, context
 * and encoding. A place counts only with the right line and column.
 */

import { createHash } from 'node:crypto';
import { rules } from '../../rules/index.ts';
import { compile, Hits } from '../../src/detect/engine.ts';
import { judge } from '../../src/detect/findings.ts';
import type { Case, Expected } from './corpus.ts';

export interface Reported {
  readonly rule: string;
  readonly line: number;
  readonly column: number;
}

/** What went wrong in a case, one line each. */
export interface Verdict {
  readonly case: Case;
  readonly found: readonly Expected[];
  readonly missed: readonly Expected[];
  readonly wrong: readonly Reported[];
}

export function scanner(): (one: Case) => Reported[] {
  const engine = compile(rules);
  const hits = new Hits();
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  return ({ bytes, path }) => {
    hits.clear();
    engine.scan(bytes, 0, bytes.length, hits);
    const origin = { kind: 'file', path } as const;
    const context = {
      origin,
      sha256,
      inline: true,
      webKeys: 'warning',
      showSecrets: false,
    } as const;
    return judge(engine, bytes, hits, context).findings.flatMap(({ rule, places }) =>
      places.map(({ line, column }) => ({ rule, line, column })),
    );
  };
}

export function verdict(one: Case, reported: readonly Reported[]): Verdict {
  const left = [...reported];
  const found: Expected[] = [];
  const missed: Expected[] = [];
  for (const expected of one.expected) {
    const index = left.findIndex((report) => fits(expected, report));
    if (index >= 0) {
      left.splice(index, 1);
      found.push(expected);
    } else if (!expected.optional) missed.push(expected);
  }
  return { case: one, found, missed, wrong: left };
}

/** Rules of other companies' keys: they count as one kind, `provider`. */
const providerRules = new Set(
  rules.filter(({ weight }) => weight === 20 || weight === 9).map(({ id }) => id),
);

export const kindOf = (rule: string) => (providerRules.has(rule) ? 'provider' : rule);

const fits = (expected: Expected, { rule, line, column }: Reported) =>
  (expected.rules.includes(rule) || expected.rules.includes(kindOf(rule))) &&
  line === expected.line &&
  column >= expected.column &&
  column <= expected.latest;

export interface Tally {
  found: number;
  missed: number;
  wrong: number;
}

/** Adds up by `key`; findings that were not expected count for the rule that reported them. */
export function tally(
  verdicts: readonly Verdict[],
  keyOf: (one: Case, rule: string) => string,
): Map<string, Tally> {
  const sums = new Map<string, Tally>();
  const sum = (one: Case, rule: string): Tally => {
    const key = keyOf(one, kindOf(rule));
    const known = sums.get(key) ?? { found: 0, missed: 0, wrong: 0 };
    sums.set(key, known);
    return known;
  };
  for (const { case: one, found, missed, wrong } of verdicts) {
    for (const {
      rules: [rule],
    } of found)
      sum(one, rule!).found++;
    for (const {
      rules: [rule],
    } of missed)
      sum(one, rule!).missed++;
    for (const { rule } of wrong) sum(one, rule).wrong++;
  }
  return sums;
}

export const recall = ({ found, missed }: Tally) =>
  found + missed === 0 ? 1 : found / (found + missed);
export const precision = ({ found, wrong }: Tally) =>
  found + wrong === 0 ? 1 : found / (found + wrong);

/** A report of a tool that knows lines at best: which case, and its 1-based line where it gives one. */
export interface LineReport {
  readonly index: number;
  readonly line: number | undefined;
}

export interface Counts {
  /** Found and all secrets, by kind, context and encoding. */
  readonly kinds: Record<string, [found: number, all: number]>;
  readonly contexts: Record<string, [found: number, all: number]>;
  readonly encodings: Record<string, [found: number, all: number]>;
  /** Lines without a secret on which something was reported. */
  readonly alarms: number;
}

/**
 * The comparison with tools that report lines: a secret is found when anything is reported on its
 * line, or anywhere in its file where that is UTF-16 or the report gives no line.
 */
export function counts(cases: readonly Case[], reports: readonly LineReport[]): Counts {
  const byCase = new Map<number, Set<number | undefined>>();
  for (const { index, line } of reports) {
    const known = byCase.get(index) ?? new Set();
    byCase.set(index, known.add(line));
  }
  const sums: Counts = { kinds: {}, contexts: {}, encodings: {}, alarms: 0 };
  let alarms = 0;
  cases.forEach(({ context, encoding, expected }, index) => {
    const lines = byCase.get(index) ?? new Set();
    const anywhere = lines.has(undefined) || (encoding.includes('utf16') && lines.size > 0);
    for (const { rules, line, optional } of expected) {
      if (optional) continue;
      const found = anywhere || lines.has(line);
      count(sums.kinds, kindOf(rules[0]!), found);
      count(sums.contexts, context, found);
      count(sums.encodings, encoding, found);
    }
    if (encoding.includes('utf16')) return;
    for (const line of lines) {
      if (!expected.some((secret) => secret.line === line)) alarms++;
    }
  });
  return { ...sums, alarms };
}

function count(sums: Record<string, [number, number]>, key: string, found: boolean): void {
  const [before, all] = sums[key] ?? [0, 0];
  sums[key] = [before + (found ? 1 : 0), all + 1];
}

/** What is known to fail, by case; a change may take entries away and must not add one. */
export interface Floor {
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
}

export function floorOf(verdicts: readonly Verdict[]): Floor {
  const missed = verdicts.flatMap((one) =>
    one.missed.map(({ rules, line }) => `${rules[0]} ${one.case.id}:${line}`),
  );
  const wrong = verdicts.flatMap((one) =>
    one.wrong.map(({ rule, line }) => `${rule} ${one.case.id}:${line}`),
  );
  return { missed, wrong };
}
