/**
 * The machine's report, schemaVersion 1 (schema/report.json). The same report gives the same bytes:
 * no time, no locale, keys in a fixed order. One finding a line, so that it streams and diffs well.
 */
import type {
  CommitRef,
  Finding,
  FrameLine,
  Presence,
  Report,
  Reporter,
  Skip,
  Where,
} from '../types.ts';
import { advice } from './advice.ts';
import { hidesKey, masked, window } from './text.ts';
import { noticeText, remarks, skipReasons } from './wording.ts';

export const SCHEMA_VERSION = 1;

export const json: Reporter = function* (report, style) {
  const { tool, complete } = report;
  const target = { command: report.target.command, scope: masked(report.target.scope) };
  const head = { schemaVersion: SCHEMA_VERSION, tool, target, complete };
  yield `${encode(head).slice(0, -1)},"findings":`;
  yield* list(report.findings, (finding) => findingOf(finding, report, style.self));
  yield ',"skipped":';
  yield* list(report.skipped, skipOf);
  yield `,${encode(tailOf(report, style.self)).slice(1)}\n`;
};

function* list<T>(items: readonly T[], shape: (item: T) => unknown): Iterable<string> {
  yield '[';
  let separator = '\n';
  for (const item of items) {
    yield separator + encode(shape(item));
    separator = ',\n';
  }
  yield items.length > 0 ? '\n]' : ']';
}

// JSON leaves DEL, C1 and the characters that hide or reorder text as they are; a terminal acts on them.
const ACTIVE =
  /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** JSON with every character that a terminal acts on written as an escape. */
export const encode = (value: unknown): string =>
  JSON.stringify(value).replace(
    ACTIVE,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A finding as JSON holds it; undefined values vanish when it is encoded. */
export function findingOf(finding: Finding, report: Report, self: string): Record<string, unknown> {
  const { rule, title, severity, confidence, secret, fingerprint, provider, name } = finding;
  return {
    rule,
    title,
    severity,
    confidence,
    secret,
    fingerprint,
    provider,
    name: name === undefined ? undefined : masked(name),
    where: whereOf(finding.where),
    places: finding.places.map(whereOf),
    count: finding.count,
    frame: finding.frame.map((line) => ({ line: line.line, text: excerpt(line) })),
    remarks: finding.remarks.map((code) => ({ code, text: remarks[code] })),
    why: finding.why,
    revoke: finding.revoke,
    presence: finding.presence === undefined ? undefined : presenceOf(finding.presence),
    advice: advice(finding, report.target, self),
  };
}

/** Most of a line that goes into a report: lines may be megabytes long. */
const EXCERPT = 200;
const BEFORE = 60;

/** The stretch of a line around its secret. */
function excerpt({ text, mark }: FrameLine): string {
  return window(text, mark === undefined ? 0 : Math.max(0, mark[0] - BEFORE), EXCERPT);
}

export function whereOf(where: Where): Record<string, unknown> {
  const { kind, path, pathBytes, line, column, endLine, endColumn, oid, commit, author, date } =
    where;
  const raw = pathBytes === undefined || hidesKey(pathBytes) ? undefined : pathBytes;
  return {
    kind,
    path: masked(path),
    pathBytes: raw,
    line,
    column,
    endLine,
    endColumn,
    oid,
    commit,
    author: author === undefined ? undefined : masked(author),
    date,
  };
}

function presenceOf(presence: Presence): Record<string, unknown> {
  return {
    ...presence,
    firstSeen: presence.firstSeen === undefined ? undefined : refOf(presence.firstSeen),
    lastSeen: presence.lastSeen === undefined ? undefined : refOf(presence.lastSeen),
    branches: presence.branches.map(masked),
    tags: presence.tags.map(masked),
    remotes: presence.remotes.map(masked),
  };
}

const refOf = (ref: CommitRef): CommitRef => ({
  commit: ref.commit,
  author: masked(ref.author),
  date: ref.date,
  path: masked(ref.path),
  ...(ref.parents !== undefined && { parents: ref.parents }),
});

function skipOf({ path, pathBytes, reason, detail, oid, harmless }: Skip): Record<string, unknown> {
  const raw = pathBytes === undefined ? undefined : base64(pathBytes);
  return {
    path: masked(path),
    pathBytes: raw === undefined || hidesKey(raw) ? undefined : raw,
    reason,
    text: skipReasons[reason],
    detail: detail === undefined ? undefined : masked(detail),
    oid,
    harmless,
  };
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Parts are findings in the rough: what is masked in a finding is masked in them. Frames came masked. */
function maskedDeep(value: unknown): unknown {
  if (typeof value === 'string') return masked(value);
  if (Array.isArray(value)) return value.map(maskedDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === 'frame' ? one : maskedDeep(one)]),
  );
}

function tailOf(report: Report, self: string): Record<string, unknown> {
  const { ignored, notices, stats, failure, shard } = report;
  return {
    ignored,
    notices: notices.map((notice) => ({
      ...notice,
      values: notice.values?.map(masked),
      text: masked(noticeText(notice, self)),
    })),
    stats: {
      files: stats.files,
      messages: stats.messages,
      bytes: stats.bytes,
      commits: stats.commits,
    },
    failure:
      failure === undefined
        ? undefined
        : { code: failure.code, message: masked(failure.message), next: masked(failure.next) },
    shard: shard === undefined ? undefined : maskedDeep(shard),
  };
}
