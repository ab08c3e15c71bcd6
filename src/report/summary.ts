/**
 * The line that every run ends with: what was looked at, and the verdict. Apart from the rest of the
 * wording because a clean commit says nothing else, and a hook should not load what it does not say.
 */
import type { Finding, Report, Style } from '../types.ts';
import { painter } from './paint.ts';

/** 1 file, 2 files, 12,345 files. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** With thousands separators, the same on every system whatever its locale. */
export function number(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes in decimal units with one digit after the point where it tells something. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** The closing line: what was looked at. The verdict follows it. */
export function scanned(report: Report): string {
  const { files, messages, bytes, commits } = report.stats;
  return [
    `scanned ${looked(files, messages)}`,
    size(bytes),
    counted(commits, 'commit'),
    `${number(report.skipped.length)} skipped`,
    ...configs(report),
  ].join(', ');
}

/** Messages of commits and tags where there are any; files too, unless it was messages only. */
function looked(files: number, messages: number): string {
  if (messages === 0) return counted(files, 'file');
  const texts = counted(messages, 'message');
  return files === 0 ? texts : `${counted(files, 'file')}, ${texts}`;
}

/** The config that was obeyed, by name where the name is known to be harmless. */
function configs(report: Report): string[] {
  const notice = report.notices.find(({ code }) => code === 'config-used');
  const names = notice?.values === undefined ? [] : notice.values;
  if (names.length === 0) return [];
  const [first] = names;
  const plain = names.length === 1 && (first === '.keyfencerc.json' || first === 'package.json');
  return [plain ? `config: ${first}` : counted(names.length, 'config')];
}

export type Verdict = 'clean' | 'nothing' | 'warnings' | 'errors' | 'incomplete';

export interface Tally {
  readonly errors: number;
  readonly warnings: number;
}

export function tally(findings: readonly Finding[]): Tally {
  let errors = 0;
  for (const finding of findings) if (finding.severity === 'error') errors++;
  return { errors, warnings: findings.length - errors };
}

/** Incomplete before everything else: a scan that did not read all is never called clean. */
export function verdict(report: Report, { errors, warnings }: Tally): Verdict {
  if (!report.complete || report.failure !== undefined) return 'incomplete';
  if (errors > 0) return 'errors';
  if (warnings > 0) return 'warnings';
  return report.stats.files + report.stats.messages === 0 ? 'nothing' : 'clean';
}

export function verdictText(report: Report, counts: Tally): string {
  const found = foundText(counts);
  switch (verdict(report, counts)) {
    case 'incomplete':
      return `INCOMPLETE, so this is no all-clear${found && `; ${found} so far`}`;
    case 'errors':
    case 'warnings':
      return found;
    case 'nothing':
      return nothingStaged(report) ? 'nothing staged' : 'nothing to scan';
    case 'clean':
      return report.ignored > 0 ? `clean (${number(report.ignored)} ignored)` : 'clean';
  }
}

const nothingStaged = (report: Report): boolean =>
  report.notices.some((notice) => notice.code === 'nothing-staged');

function foundText({ errors, warnings }: Tally): string {
  const words = [];
  if (errors > 0) words.push(counted(errors, 'error'));
  if (warnings > 0) words.push(counted(warnings, 'warning'));
  return words.join(', ');
}

/** The whole report of a run that has nothing else to say. */
export function plainLine(report: Report, style: Style): string {
  if (style.quiet) return '';
  const text = verdictText(report, { errors: 0, warnings: 0 });
  const paint = painter(style);
  return `${scanned(report)}: ${paint(text.startsWith('clean') ? 'green' : 'dim', paint('bold', text))}\n`;
}

/**
 * The one note that a clean commit of a repository with a config may have, as `pretty` prints it.
 * @returns undefined where there is more to say, or too much for a line
 */
export function plainNote(notices: Report['notices'], style: Style): string | undefined {
  const [notice, ...more] = notices;
  if (notice === undefined || style.quiet) return '';
  if (notice.code !== 'rules-off' || more.length > 0 || notice.values!.length > 5) return undefined;
  const text = rulesOff(notice.values?.join(', ') ?? '');
  const plain = /^[\x20-\x7e]*$/.test(text) && text.length < style.width - 5;
  return plain ? `${painter(style)('yellow', 'note')} ${text}\n` : undefined;
}

export const rulesOff = (names: string): string => `rules off: ${names}`;
