/** merge: the reports of all shards → the report that one scan of everything would have given. */
import { readFileSync } from 'node:fs';
import { KeyfenceError } from '../errors.ts';
import type { NamedReport } from '../scan/request.ts';

/** @throws KeyfenceError 'usage', 'file-unreadable' */
export function readReports(paths: readonly string[]): NamedReport[] {
  return paths.map((name) => ({ name, report: readReport(name) }));
}

function readReport(name: string): NamedReport['report'] {
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch (error) {
    throw new KeyfenceError('file-unreadable', name, (error as NodeJS.ErrnoException).code ?? '');
  }
  let report: NamedReport['report'];
  try {
    report = JSON.parse(text) as NamedReport['report'];
  } catch {
    const next = 'Run that shard again, with --format json=FILE.';
    throw new KeyfenceError('usage', `${name} is no JSON, or is cut short.`, next);
  }
  if (isShard(report)) return report;
  const what = `${name} is no report of \`keyfence history --shard\`.`;
  throw new KeyfenceError(
    'usage',
    what,
    'Run: npx keyfence history --shard I/N --format json=FILE',
  );
}

function isShard(report: Partial<NamedReport['report']> | null): boolean {
  const shard = report?.shard;
  return (
    report?.schemaVersion === 1 &&
    Array.isArray(report.skipped) &&
    typeof report.stats?.files === 'number' &&
    typeof report.stats.messages === 'number' &&
    typeof shard?.state === 'string' &&
    Array.isArray(shard.parts) &&
    Array.isArray(shard.rescued)
  );
}
