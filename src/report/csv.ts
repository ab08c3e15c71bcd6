/**
 * CSV after RFC 4180, for spreadsheets: a header, one finding a row, CRLF. What a spreadsheet would
 * take for a formula begins with an apostrophe. An incomplete run has rows that say so.
 */
import type { Finding, Report, Reporter } from '../types.ts';
import { skipName } from './place.ts';
import { clean, clip } from './text.ts';
import { remarks, skipReasons } from './wording.ts';

const COLUMNS = [
  'severity',
  'rule',
  'title',
  'secret',
  'kind',
  'path',
  'line',
  'column',
  'count',
  'confidence',
  'commit',
  'author',
  'date',
  'in_head',
  'branches',
  'remotes',
  'first_seen',
  'last_seen',
  'revoke',
  'remarks',
  'fingerprint',
] as const;

type Row = {
  readonly [column in (typeof COLUMNS)[number]]?: string | number | boolean | undefined;
};

export const csv: Reporter = function* (report) {
  yield `${COLUMNS.join(',')}\r\n`;
  for (const finding of report.findings) yield row(rowOf(finding));
  for (const missing of unread(report)) yield row(missing);
};

function rowOf(finding: Finding): Row {
  const { where, presence } = finding;
  return {
    ...finding,
    ...where,
    revoke: finding.revoke,
    remarks: finding.remarks.map((code) => remarks[code]).join(' '),
    ...(presence !== undefined && {
      in_head: presence.inHead,
      branches: presence.branches.join(' '),
      remotes: presence.remotes.join(' '),
      first_seen: presence.firstSeen?.date,
      last_seen: presence.lastSeen?.date,
    }),
  };
}

function unread({ failure, skipped, complete }: Report): readonly Row[] {
  const rows: Row[] = skipped
    .filter((skip) => !skip.harmless)
    .map((skip) => ({
      severity: 'incomplete',
      path: skipName(skip),
      title: skipReasons[skip.reason],
    }));
  if (failure !== undefined) rows.unshift({ severity: 'incomplete', title: failure.message });
  if (!complete && rows.length === 0) rows.push({ severity: 'incomplete' });
  return rows;
}

const row = (cells: Row): string => `${COLUMNS.map((column) => cell(cells[column])).join(',')}\r\n`;

const FORMULA = /^[=+\-@\t\r]/;
/** Spreadsheets cut a cell at 32,767 characters; a thousand is more than anybody reads. */
const CELL = 1000;

function cell(value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = clip(clean(value), CELL);
  const safe = FORMULA.test(value) || FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
