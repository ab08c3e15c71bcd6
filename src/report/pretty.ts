/**
 * The report for a person at a terminal: each finding with its place and code frame, then what to
 * do, once per remedy, then the line that says what was looked at.
 */
import type { Finding, Report, Reporter, Skip, Style } from '../types.ts';
import { byRemedy, shared, situation, steps } from './advice.ts';
import { frame, type Paint, painter, wrap } from './paint.ts';
import { locate, skipName, whoHolds } from './place.ts';
import type { Step } from './step.ts';
import { clean, clip } from './text.ts';
import {
  counted,
  noticeText,
  number,
  onlyVerbose,
  remarks,
  scanned,
  skipNext,
  skipReasons,
  skipSummary,
  tally,
  verdict,
  verdictText,
} from './wording.ts';

/** Beyond this many findings, one line each: frames would only scroll the advice away. */
const FRAMES = 12;
const REMEDIES = 6;
const OTHER_PLACES = 4;
const SKIPS = 10;
const INDENT = '     ';

export const pretty: Reporter = function* (report, style) {
  const paint = painter(style);
  yield* findings(report, style, paint);
  yield* remedies(report, style, paint);
  yield* baselineHint(report, style, paint);
  yield* failure(report, style, paint);
  yield* notices(report, style, paint);
  yield* skips(report, style, paint);
  yield* lastLine(report, style, paint);
};

function* findings(report: Report, style: Style, paint: Paint): Iterable<string> {
  const framed = style.verbose || report.findings.length <= FRAMES;
  for (const finding of report.findings) {
    yield framed ? full(finding, style, paint) : brief(finding, paint);
  }
  if (!framed) yield '\n';
}

function label(finding: Finding, paint: Paint): string {
  return finding.severity === 'error'
    ? paint('red', paint('bold', 'error'))
    : paint('yellow', paint('bold', 'warning'));
}

function full(finding: Finding, style: Style, paint: Paint): string {
  const indent = INDENT.slice(0, 2);
  let out = `${label(finding, paint)} ${paint('bold', clean(finding.title))} ${clip(finding.secret, 60)}\n`;
  out += `${indent}${paint('cyan', locate(finding.where, finding.frame))}\n`;
  out += history(finding, style, indent);
  if (finding.frame.length > 0) out += frame(finding.frame, style, paint);
  for (const remark of finding.remarks) {
    out += `${indent}${wrap(remarks[remark], style.width - 2, indent)}\n`;
  }
  out += elsewhere(finding, style, paint);
  return `${out}${indent}${paint('dim', finding.fingerprint)}\n\n`;
}

function brief(finding: Finding, paint: Paint): string {
  const more = finding.count > 1 ? ` (and ${number(finding.count - 1)} more)` : '';
  const where = paint('cyan', locate(finding.where, finding.frame));
  return `${label(finding, paint)} ${where}${more}  ${clip(finding.secret, 60)}  ${paint('dim', finding.fingerprint)}\n`;
}

function history({ presence }: Finding, style: Style, indent: string): string {
  if (presence === undefined) return '';
  return `${indent}${wrap(whoHolds(presence), style.width - 2, indent)}\n`;
}

function elsewhere({ places, count }: Finding, style: Style, paint: Paint): string {
  if (count < 2) return '';
  const kept = places.slice(1).map((place) => locate(place));
  const shown = style.verbose || style.everyPlace ? kept : kept.slice(0, OTHER_PLACES);
  const rest = count - 1 - shown.length;
  const more = counted(rest, 'more place');
  // Of history's places the first is all that is kept unless all are asked for.
  if (shown.length === 0) return `  and ${more}: --all-places lists them\n`;
  const between = shown.length > OTHER_PLACES ? `\n  ${' '.repeat('also at '.length)}` : ', ';
  const others = shown.map((one) => paint('cyan', one)).join(between);
  return `  also at ${others}${rest > 0 ? ` and ${more}` : ''}\n`;
}

function* remedies(report: Report, style: Style, paint: Paint): Iterable<string> {
  const groups = byRemedy(report.findings, report.target);
  const shown = style.verbose ? groups.length : REMEDIES;
  const alone = groups.length === 1;
  const once = alone ? undefined : shared(report.findings, report.target);
  if (once !== undefined) yield sharedText(once.first, style, paint);
  const said = new Set<string>();
  for (const group of groups.slice(0, shown)) {
    yield remedy(group, { report, style, paint, said, alone });
  }
  if (once !== undefined) yield sharedText(once.last, style, paint);
  if (groups.length > shown) {
    yield `${counted(groups.length - shown, 'more remedy', 'more remedies')}: run again with --verbose\n\n`;
  }
}

function sharedText(steps: readonly Step[], style: Style, paint: Paint): string {
  const lines = steps.map(({ say, type }) => {
    const typed = type === undefined ? '' : `:\n${INDENT}${paint('cyan', type)}`;
    return `${wrap(say, style.width, '')}${typed}\n`;
  });
  return lines.length === 0 ? '' : `${lines.join('')}\n`;
}

interface Telling {
  readonly report: Report;
  readonly style: Style;
  readonly paint: Paint;
  /** The whys and facts told so far: each is told once. */
  readonly said: Set<string>;
  readonly alone: boolean;
}

function remedy(group: readonly Finding[], telling: Telling): string {
  const { report, style, paint, said, alone } = telling;
  const first = group[0]!;
  let out = '';
  if (!alone) out += `${paint('bold', heading(group))}\n`;
  if (!said.has(first.why)) out += `${wrap(clean(first.why), style.width, '')}\n`;
  said.add(first.why);
  let number = 0;
  for (const step of steps(group, report.target, style.self)) {
    if ((step.when !== undefined && !alone) || said.has(step.say)) continue;
    if (step.type === undefined) said.add(step.say);
    out += stepText(step, ++number, style, paint);
  }
  return `${out}\n`;
}

function heading(group: readonly Finding[]): string {
  const first = group[0]!;
  const title = `${clean(first.title)} in ${locate(first.where, first.frame)}`;
  return group.length === 1 ? title : `${title} and ${counted(group.length - 1, 'more finding')}`;
}

function stepText({ say, type }: Step, index: number, style: Style, paint: Paint): string {
  const start = `  ${index}. `;
  if (type === undefined) return `${start}${wrap(`${say}.`, style.width - 5, INDENT)}\n`;
  const typed = paint('cyan', type);
  const said = wrap(`${say}:`, style.width - 5, INDENT);
  const lastLine = said.slice(said.lastIndexOf('\n') + 1);
  const fits = INDENT.length + lastLine.length + 1 + type.length <= style.width;
  return `${start}${said}${fits ? ' ' : `\n${INDENT}`}${typed}\n`;
}

function* failure(report: Report, style: Style, paint: Paint): Iterable<string> {
  if (report.failure === undefined) return;
  const { message, next } = report.failure;
  yield `${paint('red', paint('bold', 'stopped'))} ${wrap(clean(message), style.width - 8, '        ')}\n`;
  yield `${wrap(clean(next), style.width, '')}\n\n`;
}

function* notices(report: Report, style: Style, paint: Paint): Iterable<string> {
  for (const notice of report.notices) {
    if (style.quiet || (onlyVerbose(notice) && !style.verbose)) continue;
    if (notice.code === 'nothing-staged') continue; // the last line says it
    const text = clean(noticeText(notice, style.self));
    yield `${paint('yellow', 'note')} ${wrap(clip(text, 600), style.width - 5, INDENT)}\n`;
  }
}

/** Skips that make the scan incomplete are always listed; the others in a few words. */
function* skips(report: Report, style: Style, paint: Paint): Iterable<string> {
  const { skipped } = report;
  const listed = style.verbose ? skipped : skipped.filter((skip) => !skip.harmless);
  const most = style.verbose ? listed.length : SKIPS;
  for (const skip of listed.slice(0, most))
    yield `${paint('yellow', 'skipped')} ${skipText(skip)}\n`;
  if (listed.length > most)
    yield `${number(listed.length - most)} more not read: --verbose lists them\n`;
  yield* skipSteps(report, style);
  if (!style.verbose && !style.quiet && skipped.length > listed.length) {
    yield paint('dim', `skipped: ${skipSummary(report)} (--verbose lists them)\n`);
  }
}

/** Each next step once; a run that stopped has told its own. */
function* skipSteps(report: Report, style: Style): Iterable<string> {
  if (report.failure !== undefined) return;
  const told = new Set<string>();
  for (const { harmless, reason } of report.skipped) {
    const next = harmless ? undefined : skipNext[reason];
    if (next === undefined || told.has(next)) continue;
    told.add(next);
    yield `${wrap(next, style.width, '')}\n`;
  }
}

function skipText(skip: Skip): string {
  const { reason, detail } = skip;
  const more = detail === undefined ? '' : ` (${clip(clean(detail), 300)})`;
  return `${clip(clean(skipName(skip)), 200)}: ${skipReasons[reason]}${more}`;
}

const INKS = {
  clean: 'green',
  nothing: 'yellow',
  warnings: 'yellow',
  errors: 'red',
  incomplete: 'red',
} as const;

/** An old repository's first scan: nobody revokes a hundred keys before the tool may be of use. */
function* baselineHint(report: Report, style: Style, paint: Paint): Iterable<string> {
  const { findings, target, complete } = report;
  if (target.command !== 'history' || !complete || findings.length <= FRAMES) return;
  const say = `An old repository? Set these ${number(findings.length)} aside, so that only new keys fail, and revoke them one by one:`;
  const type = `${style.self} ignore --all --reason "before keyfence"`;
  yield `${wrap(say, style.width, '')}\n${INDENT}${paint('cyan', type)}\n\n`;
}

function* lastLine(report: Report, style: Style, paint: Paint): Iterable<string> {
  const counts = tally(report.findings);
  const result = verdict(report, counts);
  if (style.quiet && (result === 'clean' || result === 'nothing')) return;
  const caught =
    result === 'errors' && report.findings.every((finding) => caughtInTime(finding, report));
  if (caught) yield 'Caught in time: nothing was committed.\n';
  yield `${scanned(report)}: ${paint(INKS[result], paint('bold', verdictText(report, counts)))}\n`;
}

function caughtInTime(finding: Finding, report: Report): boolean {
  const how = situation(finding, report.target);
  return how === 'staged' || how === 'message';
}
