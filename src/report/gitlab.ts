/**
 * GitLab's secret-detection report (security report schemas 15.x), for
 * `artifacts: reports: secret_detection`. The excerpt that GitLab asks for stays masked.
 */
import type { Finding, Report, Reporter, Severity } from '../types.ts';
import { advice } from './advice.ts';
import { encode } from './json.ts';
import { skipName } from './place.ts';
import { masked } from './text.ts';
import { remarks, skipReasons } from './wording.ts';

const VERSION = '15.2.4';
const SCHEMA = `https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v${VERSION}/dist/secret-detection-report-format.json`;
const SEVERITY = { error: 'Critical', warning: 'Low' } as const satisfies Record<Severity, string>;
/** What GitLab's own analyzer writes where there is no commit: the schema asks for a text. */
const NO_COMMIT = '0000000';
const MOST_MESSAGES = 100;

export const gitlab: Reporter = function* (report, style) {
  const head = { version: VERSION, schema: SCHEMA, scan: scanOf(report) };
  yield `${encode(head).slice(0, -1)},"vulnerabilities":[`;
  let separator = '\n';
  for (const [index, finding] of report.findings.entries()) {
    yield separator + encode(vulnerability(finding, index, report, style.self));
    separator = ',\n';
  }
  yield '],"remediations":[]}\n';
};

function scanOf({ tool, complete, failure, skipped, started }: Report): unknown {
  const program = {
    id: 'keyfence',
    name: 'Keyfence',
    url: 'https://www.npmjs.com/package/keyfence',
    vendor: { name: 'Keyfence' },
    version: tool.version,
  };
  // GitLab demands both times. Without one, 1970 says that nobody told it.
  const time = started === undefined ? '1970-01-01T00:00:00' : started;
  const messages = skipped
    .filter((skip) => !skip.harmless)
    .slice(0, MOST_MESSAGES)
    .map((skip) => ({
      level: 'warn',
      value: masked(`${skipName(skip)}: ${skipReasons[skip.reason]}`),
    }));
  const stop =
    failure === undefined
      ? []
      : [{ level: 'fatal', value: masked(`${failure.message} ${failure.next}`) }];
  return {
    type: 'secret_detection',
    status: complete && failure === undefined ? 'success' : 'failure',
    start_time: time,
    end_time: time,
    analyzer: program,
    scanner: program,
    messages: [...stop, ...messages],
  };
}

function vulnerability(finding: Finding, index: number, report: Report, self: string): unknown {
  const { rule, title, where, fingerprint, secret } = finding;
  const { commit, author, date } = where;
  return {
    id: idOf(finding, index),
    category: 'secret_detection',
    name: title.slice(0, 255),
    description: [
      `${title} ${secret}.`,
      finding.why,
      ...finding.remarks.map((code) => remarks[code]),
    ].join(' '),
    severity: SEVERITY[finding.severity],
    solution: advice(finding, report.target, self).join('\n').slice(0, 7000),
    identifiers: [{ type: 'keyfence_rule_id', name: `Keyfence rule ${rule}`, value: rule }],
    location: {
      file: masked(where.path),
      commit: {
        sha: commit === undefined ? NO_COMMIT : commit,
        author: author === undefined ? undefined : masked(author),
        date,
      },
      start_line: where.line,
      end_line: where.endLine,
    },
    raw_source_code_extract: secret,
    details: {
      fingerprint: { type: 'text', name: 'Fingerprint', value: fingerprint },
    },
  };
}

/** Unique in the report, and the same in the next one: fingerprint, place, and its number. */
const idOf = ({ fingerprint, where }: Finding, index: number): string =>
  `${fingerprint}:${masked(where.path)}:${index}`;
