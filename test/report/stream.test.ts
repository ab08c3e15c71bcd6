/** G5: a hundred thousand findings leave in pieces, and no piece and no heap grows with their number. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { csv } from '../../src/report/csv.ts';
import { github } from '../../src/report/github.ts';
import { gitlab } from '../../src/report/gitlab.ts';
import { html } from '../../src/report/html.ts';
import { json } from '../../src/report/json.ts';
import { junit } from '../../src/report/junit.ts';
import { pretty } from '../../src/report/pretty.ts';
import { sarif } from '../../src/report/sarif.ts';
import type { Reporter } from '../../src/types.ts';
import { finding, mask, plain, report, standard, text, where } from './sample.ts';

const COUNT = 100_000;
const distinct = Array.from({ length: 1000 }, (_, index) => finding(`src/folder/file${index}.ts`));
const findings = Array.from({ length: COUNT }, (_, index) => distinct[index % distinct.length]!);
const shown = report('files', { findings });

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are still held: what waits for the collector is not kept by anybody. */
function held(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

const formats: Record<string, Reporter> = { pretty, json, sarif, junit, github, gitlab, csv, html };

test.each(Object.entries(formats))(
  'G5 %s streams 100,000 findings with bounded memory',
  (_, reporter) => {
    const before = held();
    let largest = 0;
    let total = 0;
    let peak = 0;
    let pieces = 0;
    for (const piece of reporter(shown, plain)) {
      total += piece.length;
      largest = Math.max(largest, piece.length);
      if (++pieces % 5000 === 0) peak = Math.max(peak, held() - before);
    }
    expect(pieces).toBeGreaterThan(20_000);
    expect(total).toBeGreaterThan(5_000_000);
    expect(largest).toBeLessThan(40_000);
    expect(peak).toBeLessThan(60_000_000);
  },
);

test('G5 a finding in a line of 10 MB: at most 200 characters of it in any format', () => {
  const secret = mask(standard);
  const line = `${'x'.repeat(5_000_000)}${secret}${'y'.repeat(5_000_000)}`;
  const frame = [{ line: 1, text: line, mark: [5_000_000, secret.length] as const }];
  const one = report('files', {
    findings: [finding('a.js', { frame, where: where('a.js', { column: 5_000_001 }) })],
  });
  for (const reporter of Object.values(formats)) {
    for (const style of [plain, { ...plain, width: 100_000, verbose: true }]) {
      const output = text(reporter(one, style));
      const longest = Math.max(
        0,
        ...(output.match(/[xy…]*AIza…[\w-]{4}[xy…]*/g) ?? []).map((run) => run.length),
      );
      expect(longest).toBeLessThanOrEqual(200);
    }
  }
});
