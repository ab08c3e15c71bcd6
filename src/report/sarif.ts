/**
 * SARIF 2.1.0, in the subset and within the limits that code scanning accepts: one run, each rule
 * once, at most 25,000 results, paths relative to the repository's root, fingerprints that survive
 * line shifts, and no snippet: the file goes to places where more people read than here.
 */
import type { Finding, Report, Reporter, Severity, Skip, Where } from '../types.ts';
import { advice } from './advice.ts';
import { encode } from './json.ts';
import { skipName } from './place.ts';
import { bytesOf, clean, hidesKey, masked, wellFormed } from './text.ts';
import { counted, placeKinds, remarks, skipReasons } from './wording.ts';

/** Code scanning rejects a run with more. */
export const MOST_RESULTS = 25_000;
const MOST_LOCATIONS = 100;
const MOST_NOTIFICATIONS = 100;

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const HELP = 'https://ai.google.dev/gemini-api/docs/api-key';

/** Code scanning's bands: 9.0 and more is critical, 4.0 to 6.9 medium. */
const SECURITY_SEVERITY = { error: '9.0', warning: '5.0' } as const satisfies Record<
  Severity,
  string
>;

export const sarif: Reporter = function* (report, style) {
  const rules = rulesOf(report.findings);
  const index = new Map(rules.map(({ id }, position) => [id, position]));
  yield `{"$schema":${encode(SCHEMA)},"version":"2.1.0","runs":[{"tool":${encode(toolOf(report, rules))}`;
  yield `,"invocations":[${encode(invocationOf(report))}]`;
  yield `,"originalUriBaseIds":{"SRCROOT":{"description":{"text":"The repository's root."}}}`;
  yield ',"columnKind":"utf16CodeUnits","results":[';
  let separator = '\n';
  let left = MOST_RESULTS;
  for (const severity of ['error', 'warning']) {
    for (const finding of report.findings) {
      if (finding.severity !== severity || left === 0) continue;
      left--;
      yield separator + encode(resultOf(finding, index.get(finding.rule)!, report, style.self));
      separator = ',\n';
    }
  }
  yield ']}]}\n';
};

interface RuleOf {
  readonly id: string;
  readonly first: Finding;
}

/**
 * Each rule that found something, once, in order of its id, told by its first finding of most severity:
 * code scanning shows an alert's severity by the rule's.
 */
function rulesOf(findings: readonly Finding[]): readonly RuleOf[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) {
    const known = first.get(finding.rule);
    const worse = known?.severity === 'warning' && finding.severity === 'error';
    if (!known || worse) first.set(finding.rule, finding);
  }
  const ids = [...first.keys()].sort((a, b) => (a < b ? -1 : 1));
  return ids.map((id) => ({ id, first: first.get(id)! }));
}

function toolOf({ tool }: Report, rules: readonly RuleOf[]): unknown {
  return {
    driver: {
      name: tool.name,
      semanticVersion: tool.version,
      informationUri: 'https://www.npmjs.com/package/keyfence',
      rules: rules.map(({ id, first }) => ({
        id,
        name: id,
        shortDescription: { text: first.title },
        fullDescription: { text: first.why },
        help: { text: first.why },
        helpUri: first.revoke === undefined ? HELP : first.revoke,
        defaultConfiguration: { level: first.severity },
        properties: {
          precision: 'high',
          'security-severity': SECURITY_SEVERITY[first.severity],
          tags: ['security', 'secret'],
        },
      })),
    },
  };
}

function invocationOf(report: Report): unknown {
  const notes: unknown[] = [];
  const { failure, findings, skipped } = report;
  if (failure !== undefined) notes.push(note('error', `${failure.message} ${failure.next}`));
  if (findings.length > MOST_RESULTS) {
    const cut = counted(findings.length - MOST_RESULTS, 'result');
    notes.push(
      note(
        'warning',
        `${cut} left out: code scanning takes ${MOST_RESULTS}. The JSON report has all.`,
      ),
    );
  }
  const unread = skipped.filter((skip) => !skip.harmless);
  for (const skip of unread.slice(0, MOST_NOTIFICATIONS)) notes.push(skipNote(skip));
  if (unread.length > MOST_NOTIFICATIONS) {
    notes.push(
      note('error', `${counted(unread.length - MOST_NOTIFICATIONS, 'more file')} not read`),
    );
  }
  return {
    executionSuccessful: report.complete && failure === undefined,
    toolExecutionNotifications: notes,
    properties: {
      scope: masked(report.target.scope),
      ignored: report.ignored,
      stats: report.stats,
    },
  };
}

const note = (level: 'error' | 'warning', text: string) => ({
  level,
  message: { text: clean(text) },
});

function skipNote(skip: Skip): unknown {
  const { path, reason, detail } = skip;
  const why = detail === undefined ? skipReasons[reason] : `${skipReasons[reason]} (${detail})`;
  return {
    ...note('error', `${skipName(skip)} was not scanned: ${why}`),
    ...(path !== '' && {
      locations: [{ physicalLocation: { artifactLocation: artifact(path) } }],
    }),
  };
}

function resultOf(finding: Finding, ruleIndex: number, report: Report, self: string): unknown {
  const { rule, fingerprint, places, severity, presence } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: { text: messageOf(finding, report, self) },
    locations: [locationOf(finding.where)],
    relatedLocations: places
      .slice(1, MOST_LOCATIONS)
      .map((where, id) => ({ id, ...locationOf(where) })),
    partialFingerprints: {
      'keyfence/v1': fingerprint,
      primaryLocationLineHash: `${fingerprint.slice(fingerprint.lastIndexOf(':') + 1)}:1`,
    },
    properties: {
      confidence: finding.confidence,
      secret: finding.secret,
      count: finding.count,
      ...(presence !== undefined && {
        inHead: presence.inHead,
        pushed: presence.remotes.length > 0,
      }),
    },
  };
}

function messageOf(finding: Finding, report: Report, self: string): string {
  const lines = [
    `${finding.title} ${finding.secret}`,
    finding.why,
    ...finding.remarks.map((remark) => remarks[remark]),
    ...advice(finding, report.target, self).map((line) => `- ${line}`),
  ];
  return lines.join('\n');
}

function locationOf(where: Where): Record<string, unknown> {
  const { kind, line, column, endLine, endColumn, commit } = where;
  const inGit = placeKinds[kind] !== '' && kind !== 'stdin' && kind !== 'path';
  return {
    physicalLocation: {
      artifactLocation: artifact(inGit ? kind : where.path || kind, where.pathBytes),
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
    ...(commit !== undefined && {
      logicalLocations: [{ name: placeKinds[kind] || 'commit', fullyQualifiedName: commit }],
    }),
  };
}

function artifact(path: string, base64?: string): unknown {
  const raw = base64 !== undefined && !hidesKey(base64);
  return { uri: raw ? encodeBytes(bytesOf(base64)) : encodePath(path), uriBaseId: 'SRCROOT' };
}

const encodePath = (path: string): string =>
  wellFormed(masked(path)).split('/').map(encodeURIComponent).join('/');

function encodeBytes(bytes: string): string {
  let out = '';
  for (const char of bytes) {
    const plain = /[\w.~/-]/.test(char);
    out += plain ? char : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}
