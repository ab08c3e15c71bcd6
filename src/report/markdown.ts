/**
 * Markdown for a pull request's comment or a job's summary. Repository text stands in `<code>` with
 * every sign that Markdown, HTML or a mention could use written as an entity.
 */
import type { Finding, Report, Reporter, Style } from '../types.ts';
import { byRemedy, steps } from './advice.ts';
import { locate, skipName, whoHolds } from './place.ts';
import { clean } from './text.ts';
import {
  counted,
  noticeText,
  onlyVerbose,
  remarks,
  scanned,
  skipReasons,
  tally,
  type Verdict,
  verdict,
  verdictText,
} from './wording.ts';

/** GitHub takes 65,536 characters in a comment, GitLab a million. */
const COMMENT = 60_000;
const REMEDIES = 6;

export const markdown: Reporter = (report, style) => markdownWithin(report, style, COMMENT);

const HEADINGS = {
  clean: '✅ No secrets found',
  nothing: '⚪ Nothing to scan',
  warnings: '⚠️ Secrets to look at',
  errors: '🛑 Secrets found',
  incomplete: '🛑 The scan is incomplete',
} as const satisfies Record<Verdict, string>;

/** The same report in at most `room` characters: rows are left out, never what closes the report. */
export function* markdownWithin(report: Report, style: Style, room: number): Iterable<string> {
  const counts = tally(report.findings);
  yield `### ${HEADINGS[verdict(report, counts)]}\n\n`;
  if (report.failure !== undefined) {
    yield `**${prose(report.failure.message)}** ${prose(report.failure.next)}\n\n`;
  }
  const tail = [...remedies(report, style), ...notes(report, style)].join('');
  yield* table(report.findings, room - tail.length - 1000);
  yield tail;
  yield `<sub>keyfence ${report.target.command}: ${prose(scanned(report))}: **${prose(verdictText(report, counts))}**</sub>\n`;
}

function* table(findings: readonly Finding[], room: number): Iterable<string> {
  if (findings.length === 0) return;
  yield '| | Where | What | Key | Fingerprint |\n| --- | --- | --- | --- | --- |\n';
  let left = room;
  for (const [index, finding] of findings.entries()) {
    const text = row(finding);
    left -= text.length;
    if (left < 0) {
      yield `\n… and ${counted(findings.length - index, 'more finding')}: the JSON report has all.\n`;
      break;
    }
    yield text;
  }
  yield '\n';
}

function row(finding: Finding): string {
  const icon = finding.severity === 'error' ? '🛑' : '⚠️';
  const more = finding.count > 1 ? ` (${finding.count}×)` : '';
  const holds = finding.presence === undefined ? '' : `<br>${prose(whoHolds(finding.presence))}`;
  const why = finding.remarks.map((code) => `<br>${prose(remarks[code])}`).join('');
  return `| ${icon} | ${code(locate(finding.where, finding.frame))}${more}${holds} | ${prose(finding.title)}${why} | ${code(finding.secret)} | ${code(finding.fingerprint)} |\n`;
}

function* remedies(report: Report, style: Style): Iterable<string> {
  const all = byRemedy(report.findings, report.target);
  for (const group of all.slice(0, REMEDIES)) {
    const first = group[0]!;
    yield `<details${all.length === 1 ? ' open' : ''}><summary>What to do: ${prose(first.title)}, `;
    yield `${code(locate(first.where, first.frame))}${group.length > 1 ? ` and ${group.length - 1} more` : ''}</summary>\n\n`;
    yield `${prose(first.why)}\n\n`;
    for (const { say, type } of steps(group, report.target, style.self)) {
      yield type === undefined ? `1. ${prose(say)}.\n` : `1. ${prose(say)}: ${code(type)}\n`;
    }
    yield '\n</details>\n\n';
  }
  if (all.length > REMEDIES)
    yield `… and ${counted(all.length - REMEDIES, 'more remedy', 'more remedies')}.\n\n`;
}

const NOTES = 20;

function* notes(report: Report, style: Style): Iterable<string> {
  const unread = report.skipped.filter((skip) => !skip.harmless);
  for (const skip of unread.slice(0, NOTES)) {
    yield `- not scanned: ${code(skipName(skip))} (${skipReasons[skip.reason]})\n`;
  }
  if (unread.length > NOTES)
    yield `- … and ${counted(unread.length - NOTES, 'more file')} not scanned\n`;
  for (const notice of report.notices) {
    if (!onlyVerbose(notice)) yield `- ${prose(noticeText(notice, style.self))}\n`;
  }
  yield '\n';
}

// What Markdown, HTML, a formula or a mention begins with; and what makes a bare address a link.
const MARKUP = /[&<>|`*_[\]#@\\~!$^{}"']|:(?=\/\/)|(?<=www)\./gi;

/** Text whose every sign of markup is written as an entity. */
const prose = (text: string): string =>
  clean(text).replace(MARKUP, (char) => `&#${char.codePointAt(0)};`);

const code = (text: string): string => `<code>${prose(text)}</code>`;
