/**
 * Workflow commands of GitHub Actions, which become annotations on the changed lines: exactly one
 * per finding. Every value is encoded, so that no path and no name can end a command or begin one.
 */
import type { Finding, Report, Reporter, Where } from '../types.ts';
import { advice } from './advice.ts';
import { markdownWithin } from './markdown.ts';
import { locate, skipName } from './place.ts';
import { masked, visible } from './text.ts';
import {
  counted,
  placeKinds,
  scanned,
  skipReasons,
  tally,
  verdict,
  verdictText,
} from './wording.ts';

export const github: Reporter = function* (report, style) {
  for (const finding of report.findings) yield annotation(finding, report, style.self);
  const counts = tally(report.findings);
  const closing = `${scanned(report)}: ${verdictText(report, counts)}`;
  if (verdict(report, counts) !== 'incomplete') {
    yield `keyfence ${closing}\n`;
    return;
  }
  const { failure } = report;
  const cause = failure === undefined ? '' : `${failure.message} ${failure.next}`;
  const words = [cause, ...unread(report), closing].filter(Boolean).map(masked).join('\n');
  yield `::error title=keyfence could not scan everything::${data(lines(words))}\n`;
};

const NOTED = 10;

/** What makes the scan incomplete, by name. */
function unread({ skipped }: Report): readonly string[] {
  const all = skipped.filter((skip) => !skip.harmless);
  const named = all.slice(0, NOTED).map((skip) => {
    return `${visible(skipName(skip))}: ${skipReasons[skip.reason]}`;
  });
  return all.length > NOTED ? [...named, `and ${counted(all.length - NOTED, 'more')}`] : named;
}

/** 1 MiB is what a step's summary may have; a character is at most three bytes there. */
const SUMMARY = 300_000;

/** The job summary, for the file that $GITHUB_STEP_SUMMARY names. */
export const githubSummary: Reporter = (report, style) => markdownWithin(report, style, SUMMARY);

function annotation(finding: Finding, report: Report, self: string): string {
  const { severity, title, secret, where } = finding;
  const text = [
    `${title} ${secret} in ${locate(where, finding.frame)}`,
    finding.why,
    ...advice(finding, report.target, self),
    finding.fingerprint,
  ].join('\n');
  const properties = [...region(where), `title=${property(`${title} (${finding.rule})`)}`];
  return `::${severity} ${properties.join(',')}::${data(lines(text))}\n`;
}

/** `file` and lines; columns only within one line, as GitHub wants it. Nothing where there is no file. */
function region({ kind, path, line, endLine, column, endColumn }: Where): readonly string[] {
  if (placeKinds[kind] !== '' || path === '') return [];
  const parts = [`file=${property(masked(path))}`, `line=${line}`, `endLine=${endLine}`];
  return line === endLine ? [...parts, `col=${column}`, `endColumn=${endColumn}`] : parts;
}

const lines = (text: string): string => text.split('\n').map(visible).join('\n');

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** CR and LF are encoded, so that `file` stays the right file; the rest that acts is spelled out. */
const property = (text: string): string =>
  text
    .split(/([\r\n])/)
    .map((part) => (part === '\r' || part === '\n' ? data(part) : data(visible(part))))
    .join('')
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');
