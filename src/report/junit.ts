/** JUnit XML, for CI systems that show tests: a finding is a failing test, an incomplete run an error. */
import type { Finding, Report, Reporter } from '../types.ts';
import { advice } from './advice.ts';
import { locate, skipName } from './place.ts';
import { clean } from './text.ts';
import { remarks, scanned, skipReasons, tally, verdictText } from './wording.ts';

export const junit: Reporter = function* (report, style) {
  const counts = tally(report.findings);
  const broken = unread(report);
  const tests = Math.max(1, report.findings.length + broken.length);
  const totals = `tests="${tests}" failures="${counts.errors}" errors="${broken.length}" skipped="0"`;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="keyfence" ${totals}>\n`;
  yield `  <testsuite name="keyfence ${report.target.command}" ${totals}>\n`;
  for (const finding of report.findings) yield testcase(finding, report, style.self);
  for (const text of broken) {
    yield `    <testcase classname="keyfence" name="scan is complete"><error message="${xml(text)}"/></testcase>\n`;
  }
  if (report.findings.length + broken.length === 0) {
    yield '    <testcase classname="keyfence" name="no secret found"/>\n';
  }
  yield `    <system-out>${xml(`${scanned(report)}: ${verdictText(report, counts)}`)}</system-out>\n`;
  yield '  </testsuite>\n</testsuites>\n';
};

/** Why the run is incomplete, one text per cause; empty where it is complete. */
function unread({ failure, skipped, complete }: Report): readonly string[] {
  const causes = skipped
    .filter((skip) => !skip.harmless)
    .map((skip) => `${skipName(skip)} was not scanned: ${skipReasons[skip.reason]}`);
  if (failure !== undefined) causes.unshift(`${failure.message} ${failure.next}`);
  if (!complete && causes.length === 0) causes.push('The scan is incomplete.');
  return causes;
}

function testcase(finding: Finding, report: Report, self: string): string {
  const { severity, title, secret, rule } = finding;
  const name = `${locate(finding.where, finding.frame)} ${rule}`;
  const head = `    <testcase classname="keyfence.${xml(rule)}" name="${xml(name)}">`;
  const body = xml(
    [
      `${title} ${secret} in ${locate(finding.where, finding.frame)}`,
      finding.why,
      ...finding.remarks.map((remark) => remarks[remark]),
      ...advice(finding, report.target, self).map((line) => `- ${line}`),
      finding.fingerprint,
    ].join('\n'),
    true,
  );
  // JUnit has no warnings: what does not fail the run must not fail here.
  return severity === 'error'
    ? `${head}<failure type="${xml(rule)}" message="${xml(`${title} ${secret}`)}">${body}</failure></testcase>\n`
    : `${head}<system-out>warning: ${body}</system-out></testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Cleaned, then escaped; XML has no way to write most control characters. Lines stay where asked. */
function xml(text: string, lines = false): string {
  const cleaned = lines ? text.split('\n').map(clean).join('\n') : clean(text);
  return cleaned.replace(/[&<>"\ufffe\uffff]/g, (char) => ENTITIES[char] ?? '\ufffd');
}
