/**
 * One self-contained page: the findings by severity and rule, when each secret entered and left, who
 * holds it now. The findings travel as JSON and are drawn by the page's own script, so that a
 * hundred thousand of them can be searched; nothing is loaded from anywhere.
 */
import type {
  CommitRef,
  Finding,
  Notice,
  Presence,
  Report,
  Reporter,
  Skip,
  Style,
} from '../types.ts';
import { byRemedy, steps } from './advice.ts';
import { script } from './html-script.ts';
import { stylesheet } from './html-style.ts';
import { encode } from './json.ts';
import { inFile, locate, skipName } from './place.ts';
import { clean, clip, window } from './text.ts';
import {
  noticeText,
  remarks,
  scanned,
  skipReasons,
  tally,
  verdict,
  verdictText,
} from './wording.ts';

const MOST_SKIPS = 1000;
const OTHER_PLACES = 20;
const EXCERPT = 160;

export const html: Reporter = function* (report, style) {
  const counts = tally(report.findings);
  const outcome = verdict(report, counts);
  const closing = `${scanned(report)}: ${verdictText(report, counts)}`;
  yield head(outcome, report);
  yield body(closing, report);
  yield* data(report, style, { outcome, closing, ...counts });
  yield `<script>${script}</script>\n</body>\n</html>\n`;
};

const head = (outcome: string, { target }: Report): string => `<!doctype html>
<html lang="en" data-outcome="${outcome}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>Keyfence: ${markup(clean(target.scope))}</title>
<style>${stylesheet}</style>
</head>
`;

const SHIELD =
  '<svg viewBox="0 0 32 32" width="36" height="36" aria-hidden="true"><path d="M16 2 4 6.5v8.6C4 22.4 9 28 16 30c7-2 12-7.6 12-14.9V6.5z" fill="currentColor" opacity=".16"/><path d="M16 2 4 6.5v8.6C4 22.4 9 28 16 30c7-2 12-7.6 12-14.9V6.5z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/><circle cx="16" cy="13" r="3.6" fill="none" stroke="currentColor" stroke-width="2.4"/><path d="M16 16.6V23m0-2.6h3" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/></svg>';

const body = (closing: string, { tool, target, failure }: Report): string => `<body>
<a class="skip" href="#findings">Skip to findings</a>
<header class="top"><div class="wide">
<div class="brand">${SHIELD}<span>Keyfence</span><small>${markup(clean(tool.version))}</small>
<button type="button" id="theme" aria-label="Switch between light and dark">◐</button></div>
<h1 id="verdict"></h1>
<p class="scope"><code>${markup(target.command)}</code> ${markup(clip(clean(target.scope), 200))}</p>
<p class="closing" id="closing">${markup(closing)}</p>
${failure === undefined ? '' : `<p class="stop" role="alert"><strong>${markup(clean(failure.message))}</strong> ${markup(clean(failure.next))}</p>`}
</div></header>
<main class="wide">
<noscript><p class="stop">The findings are drawn by a script inside this file. Please allow it, or use --format pretty.</p></noscript>
<section id="tiles" aria-label="Numbers"></section>
<div class="pair">
<section id="holders" aria-labelledby="holders-title" hidden></section>
<section id="rules" aria-label="Findings by rule"></section>
</div>
<section id="timeline" aria-labelledby="timeline-title" hidden></section>
<section id="list" aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
<form id="filters" role="search" aria-label="Filter findings"></form>
<p id="shown" role="status" aria-live="polite"></p>
<ol id="findings" tabindex="-1"></ol>
<button type="button" id="more" hidden></button>
</section>
<section id="notes" aria-label="Notes and skipped files"></section>
</main>
<footer class="wide">Every secret on this page is masked. Nothing is loaded from the network.</footer>
`;

interface Closing {
  readonly outcome: string;
  readonly closing: string;
  readonly errors: number;
  readonly warnings: number;
}

/** The JSON block, one finding at a time. */
function* data(report: Report, style: Style, closing: Closing): Iterable<string> {
  const groups = byRemedy(report.findings, report.target);
  const remedyOf = new Map<Finding, number>();
  for (const [index, group] of groups.entries()) {
    for (const finding of group) remedyOf.set(finding, index);
  }
  const rules = rulesOf(report.findings);
  const ruleOf = new Map(rules.map(({ id }, index) => [id, index]));
  const remedies = groups.map((group) => steps(group, report.target, style.self));
  yield `<script type="application/json" id="data">${inScript({ ...closing, rules, remedies }).slice(0, -1)},"findings":[`;
  let separator = '\n';
  for (const finding of report.findings) {
    const links = { rule: ruleOf.get(finding.rule)!, remedy: remedyOf.get(finding)! };
    yield separator + inScript({ ...links, ...findingOf(finding) });
    separator = ',\n';
  }
  const { skipped, notices, stats, ignored } = report;
  const rest = {
    stats,
    ignored,
    skipped: skipped.length,
    skips: [...skipped].sort(unreadFirst).slice(0, MOST_SKIPS).map(skipOf),
    notices: notices.map((notice: Notice) => clean(noticeText(notice, style.self))),
  };
  yield `],${inScript(rest).slice(1)}</script>\n`;
}

interface RuleOf {
  readonly id: string;
  readonly title: string;
  readonly why: string;
}

function rulesOf(findings: readonly Finding[]): readonly RuleOf[] {
  const rules = new Map<string, RuleOf>();
  for (const { rule, title, why } of findings) {
    if (!rules.has(rule)) rules.set(rule, { id: rule, title: clean(title), why: clean(why) });
  }
  return [...rules.values()];
}

function findingOf(finding: Finding): Record<string, unknown> {
  const { severity, confidence, secret, fingerprint, where, places, count } = finding;
  return {
    severity,
    confidence,
    secret,
    fingerprint,
    where: locate(where, finding.frame),
    file: inFile(finding) ? lengthOfPath(where) : undefined,
    author: where.author === undefined ? undefined : clip(clean(where.author), 80),
    date: where.date,
    count,
    others: places.slice(1, 1 + OTHER_PLACES).map((place) => locate(place)),
    remarks: finding.remarks.map((code) => remarks[code]),
    frame: finding.frame.map(frameOf),
    presence: finding.presence === undefined ? undefined : presenceOf(finding.presence),
  };
}

/** How much of `locate(where)` is the file's path. */
function lengthOfPath({ commit, ...place }: Finding['where']): number {
  return locate(place).length - `:${place.line}:${place.column}`.length;
}

/** A line in three pieces: before the secret, the secret, after it. */
function frameOf({ line, text, mark }: Finding['frame'][number]): unknown {
  if (mark === undefined) return [line, code(window(text, 0, EXCERPT))];
  const [start, length] = mark;
  const before = text.slice(Math.max(0, start - EXCERPT / 2), start);
  const after = text.slice(start + length, start + length + EXCERPT / 2);
  const secret = clip(text.slice(start, start + length), EXCERPT);
  return [line, code(before), clean(secret), code(after)];
}

/** Indentation is no danger and no news. */
const code = (text: string): string => clean(text.replaceAll('\t', '  '));

function presenceOf(presence: Presence): unknown {
  const { firstSeen, lastSeen, versions, inHead, branches, tags, remotes, reach } = presence;
  return {
    first: firstSeen === undefined ? undefined : refOf(firstSeen),
    last: lastSeen === undefined ? undefined : refOf(lastSeen),
    versions,
    inHead,
    reach,
    branches: names(branches),
    tags: names(tags),
    remotes: names(remotes),
    held: [branches.length, tags.length, remotes.length],
  };
}

const NAMES = 12;
const names = (all: readonly string[]): readonly string[] => {
  const shown = all.slice(0, NAMES).map((name) => clip(clean(name), 60));
  return all.length > NAMES ? [...shown, `… ${all.length - NAMES} more`] : shown;
};

const refOf = ({ commit, author, date }: CommitRef) => ({
  commit: commit.slice(0, 10),
  author: clip(clean(author), 80),
  date,
});

const unreadFirst = (a: Skip, b: Skip): number => Number(a.harmless) - Number(b.harmless);

const skipOf = (skip: Skip) => ({
  path: clip(clean(skipName(skip)), 200),
  why:
    skipReasons[skip.reason] +
    (skip.detail === undefined ? '' : ` (${clip(clean(skip.detail), 120)})`),
  harmless: skip.harmless,
});

/** JSON that cannot end the script element it stands in. */
const inScript = (value: unknown): string =>
  encode(value).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);

const markup = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
