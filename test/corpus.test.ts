import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Where } from '../src/types.ts';
import { type Case, load, parse } from './corpus/corpus.ts';
import known from './corpus/floor.json' with { type: 'json' };
import {
  type Floor,
  floorOf,
  precision,
  recall,
  scanner,
  tally,
  verdict,
} from './corpus/measure.ts';
import { repository, root } from './helpers/repo.ts';

const folder = join(root, 'test', 'corpus');
const floor: Floor = known;
const cases = load(folder);
const scan = scanner();
const reported = cases.map(scan);
const verdicts = cases.map((one, index) => verdict(one, reported[index]!));
const gemini = ['gemini-auth-key', 'google-api-key'];

test('the corpus has the size that is promised', () => {
  const leaks = cases.filter(({ expected }) => expected.length > 0);
  expect(leaks.length).toBeGreaterThanOrEqual(400);
  expect(cases.length - leaks.length).toBeGreaterThanOrEqual(500);
});

test('no key-shaped text stands in the corpus as it is kept', () => {
  const names = readdirSync(join(folder, 'leaks'), { recursive: true, encoding: 'utf8' });
  const shaped = /AIza[\w-]{35}|AQ\.[\w-]{30}|(?:AKIA|sk-|ghp_|hf_)[A-Za-z0-9]{20}/;
  for (const name of names) {
    const lines = readFileSync(join(folder, 'leaks', name), 'utf8').split('\n');
    const suspicious = lines.filter((line) => shaped.test(line) && !/x{20}/.test(line));
    expect(suspicious, name).toEqual([]);
  }
});

test('labels are the places of the values, in UTF-16 code units', () => {
  const [one] = parse('@@ a/b path=x.js kind=standard enc=bom+crlf\nü🚀\n"🚀⟦K 1⟧"\n');
  expect(one!.expected).toMatchObject([{ line: 2, column: 4, latest: 4 }]);
  const [wrapped] = parse('@@ a/c kind=standard\nx: ⟦base64 KEY=⟦K 1⟧⟧\n');
  expect(wrapped!.expected).toMatchObject([{ line: 1, column: 4, latest: 9 }]);
});

test('C2 C4 C5 no case falls below the floor', () => {
  const now = floorOf(verdicts);
  expect(now.missed.filter((one) => !floor.missed.includes(one))).toEqual([]);
  expect(now.wrong.filter((one) => !floor.wrong.includes(one))).toEqual([]);
});

test('C1 C2 C4 C5 both Gemini kinds are found in every context and encoding, at their place', () => {
  const byGroup = [(one: Case) => one.context, (one: Case) => one.encoding];
  for (const groupOf of byGroup) {
    const sums = tally(verdicts, (one, rule) => `${rule} in ${groupOf(one)}`);
    for (const [group, sum] of sums) {
      if (gemini.includes(group.split(' ')[0]!)) expect(recall(sum), group).toBe(1);
    }
  }
});

test('E2 hardcoded-api-key: recall of at least 0.97, precision of at least 0.98', () => {
  const sums = tally(verdicts, (_, rule) => rule).get('hardcoded-api-key')!;
  expect(recall(sums)).toBeGreaterThanOrEqual(0.97);
  expect(precision(sums)).toBeGreaterThanOrEqual(0.98);
});

test('C1 C2 E3 on files without a secret, nothing is called a Gemini key', () => {
  const clean = verdicts.filter((one) => one.case.expected.length === 0);
  const wrong = floorOf(clean).wrong.filter((one) => gemini.includes(one.split(' ')[0]!));
  expect(wrong).toEqual([]);
});

test('B1 C2 C4 C5 staged, every fifth case gives the same places through the real bin', () => {
  const repo = repository();
  const expected: string[] = [];
  cases.forEach(({ path, bytes }, index) => {
    if (index % 5 !== 0) return;
    repo.write(`${index}/${path}`, bytes);
    for (const { rule, line, column } of reported[index]!) {
      expected.push(`${rule} ${index}/${path}:${line}:${column}`);
    }
  });
  repo.git('add', '-f', '-A');
  const ran = repo.keyfence(['staged', '--format', 'json', '--no-inline']);
  const { findings } = JSON.parse(ran.stdout) as { findings: { rule: string; places: Where[] }[] };
  const places = findings.flatMap(({ rule, places }) =>
    places.map(({ path, line, column }) => `${rule} ${path}:${line}:${column}`),
  );
  expect(ran.status).toBe(1);
  expect(places.toSorted()).toEqual(expected.toSorted());
});
