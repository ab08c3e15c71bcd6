/** Every machine format read back by somebody else's reader: JSON Schema, XML and CSV parsers. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import Draft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { csv } from '../../src/report/csv.ts';
import { github, githubSummary } from '../../src/report/github.ts';
import { gitlab } from '../../src/report/gitlab.ts';
import { html } from '../../src/report/html.ts';
import { json } from '../../src/report/json.ts';
import { junit } from '../../src/report/junit.ts';
import { markdown } from '../../src/report/markdown.ts';
import { pretty } from '../../src/report/pretty.ts';
import { MOST_RESULTS, sarif } from '../../src/report/sarif.ts';
import type { Report, Reporter } from '../../src/types.ts';
import { root } from '../helpers/repo.ts';
import { clean, commit, finding, full, plain, report, stopped, text, where } from './sample.ts';

const write = (reporter: Reporter, shown: Report) => text(reporter(shown, plain));

const validator = (() => {
  const ajv = new Ajv2020({ allErrors: true });
  return ajv.compile(JSON.parse(readFileSync(join(root, 'schema', 'report.json'), 'utf8')));
})();

test('DESIGN §5 JSON: every report is valid against the published schema', () => {
  for (const shown of [full, clean, stopped]) {
    const parsed: unknown = JSON.parse(write(json, shown));
    expect(validator(parsed), JSON.stringify(validator.errors)).toBe(true);
  }
  expect(validator({ ...JSON.parse(write(json, full)), surprise: 1 })).toBe(false);
});

test('JSON: the same report gives the same bytes, whole sentences of advice, bytes of odd paths', () => {
  expect(write(json, full)).toBe(write(json, structuredClone(full)));
  const parsed = JSON.parse(write(json, full));
  expect(parsed.findings[0].advice[0]).toBe(
    'Revoke it first; it was pushed, so others may have it: https://console.cloud.google.com/apis/credentials',
  );
  expect(atob(parsed.findings[3].where.pathBytes)).toBe('caf\xe9 #1.txt');
  expect(atob(parsed.skipped[1].pathBytes)).toBe('raw\xff');
  expect(parsed).toMatchObject({
    schemaVersion: 1,
    complete: false,
    ignored: 3,
    stats: full.stats,
  });
  expect(JSON.parse(write(json, clean))).toMatchObject({
    complete: true,
    findings: [],
    skipped: [],
  });
});

const sarifValidator = (() => {
  const require = createRequire(import.meta.url);
  const schema = readFileSync(
    join(
      require.resolve('@microsoft/jest-sarif/package.json'),
      '../lib/schemas/sarif-2.1.0-rtm.5.json',
    ),
    'utf8',
  );
  // The schema's own pattern for languages is no regular expression under the u flag.
  const ajv = new Draft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv as never);
  return ajv.compile(JSON.parse(schema));
})();

const readSarif = (shown: Report) => {
  const parsed = JSON.parse(write(sarif, shown));
  expect(sarifValidator(parsed), JSON.stringify(sarifValidator.errors)).toBe(true);
  expect(parsed.runs).toHaveLength(1);
  return parsed.runs[0];
};

test('G4 SARIF: valid, one run, unique rules, percent-encoded relative paths, no snippet', () => {
  const run = readSarif(full);
  const rules = run.tool.driver.rules.map((rule: { id: string }) => rule.id);
  expect(rules).toEqual(['gemini-auth-key', 'google-api-key']);
  expect(run.columnKind).toBe('utf16CodeUnits');
  const uris = run.results.map(
    (result: { locations: { physicalLocation: { artifactLocation: object } }[] }) =>
      result.locations[0]!.physicalLocation.artifactLocation,
  );
  expect(uris).toEqual([
    { uri: 'src/ai/client.ts', uriBaseId: 'SRCROOT' },
    { uri: 'message', uriBaseId: 'SRCROOT' },
    { uri: 'caf%E9%20%231.txt', uriBaseId: 'SRCROOT' },
    { uri: 'web/app%201.html', uriBaseId: 'SRCROOT' },
  ]);
  for (const result of run.results) expect(rules[result.ruleIndex]).toBe(result.ruleId);
  expect(write(sarif, full)).not.toContain('"snippet"');
  expect(sarifValidator({ version: '2.1.0' })).toBe(false);
});

test('G4 SARIF: written when clean and when the run failed, which it says', () => {
  expect(readSarif(clean)).toMatchObject({
    results: [],
    invocations: [{ executionSuccessful: true }],
  });
  const { results, invocations } = readSarif(stopped);
  expect(results).toEqual([]);
  expect(invocations).toMatchObject([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: 'error', message: { text: 'git stopped. Run it again.' } },
      ],
    },
  ]);
});

test('G4 SARIF: fingerprints do not change when the line does', () => {
  const at = (line: number) => {
    const shown = report('files', {
      findings: [finding('', { where: where('a.ts', { line, endLine: line }) })],
    });
    return readSarif(shown).results[0].partialFingerprints;
  };
  expect(at(12)).toEqual(at(900));
  expect(at(12)).toEqual({
    'keyfence/v1': 'gemini-auth-key:4c1f0b7a52de93aa',
    primaryLocationLineHash: '4c1f0b7a52de93aa:1',
  });
});

test('G4 SARIF: a rule is as severe as its worst finding, whichever comes first', () => {
  const warning = finding('a.ts', { severity: 'warning' });
  for (const findings of [
    [warning, finding('b.ts')],
    [finding('b.ts'), warning],
  ]) {
    const [rule] = readSarif(report('files', { findings })).tool.driver.rules;
    expect(rule.defaultConfiguration.level).toBe('error');
    expect(rule.properties['security-severity']).toBe('9.0');
  }
});

test('G4 SARIF: at most 25,000 results, errors before warnings, and it says how many were cut', () => {
  const one = finding('a.ts');
  const warning = finding('w.ts', { severity: 'warning' });
  const findings = [warning, ...Array.from({ length: MOST_RESULTS + 4 }, () => one)];
  const run = JSON.parse(write(sarif, report('history', { findings }))).runs[0];
  expect(run.results).toHaveLength(25_000);
  expect(run.results.every((result: { level: string }) => result.level === 'error')).toBe(true);
  expect(run.invocations[0].toolExecutionNotifications[0].message.text).toMatch(
    /^5 results left out/,
  );
});

interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  text: string;
}

function readXml(xml: string): Element[] {
  const parser = new SaxesParser();
  const open: Element[] = [];
  const all: Element[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, text: '' };
    open.push(element);
    all.push(element);
  });
  parser.on('text', (data) => {
    if (open.length > 0) open.at(-1)!.text += data;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  return all;
}

test('JUnit: an XML parser reads it; errors fail, warnings do not, an incomplete run errs', () => {
  const elements = readXml(write(junit, full));
  const named = (name: string) => elements.filter((element) => element.name === name);
  expect(named('testsuite')[0]!.attributes).toMatchObject({
    tests: '6',
    failures: '3',
    errors: '2',
  });
  expect(named('testcase')).toHaveLength(6);
  expect(named('failure')[0]!.text).toContain('- Revoke it first');
  expect(named('error').map((element) => element.attributes.message)).toEqual([
    'git stopped. Run it again.',
    'big.sql was not scanned: too large',
  ]);
  const passed = readXml(write(junit, clean));
  expect(passed.filter(({ name }) => name === 'failure' || name === 'error')).toEqual([]);
  expect(passed.find(({ name }) => name === 'testsuite')!.attributes.tests).toBe('1');
});

const readCsv = (shown: Report): Record<string, string>[] =>
  parse(write(csv, shown), { columns: true, record_delimiter: '\r\n' });

test('CSV: a CSV parser reads it; quotes, commas and line ends survive; an incomplete run says so', () => {
  const odd = finding('a "b", c.ts', { title: 'x, "y"' });
  const [row] = readCsv(report('files', { findings: [odd] }));
  expect(row).toMatchObject({
    path: 'a "b", c.ts',
    title: 'x, "y"',
    line: '12',
    severity: 'error',
  });
  expect(readCsv(clean)).toEqual([]);
  const incomplete = readCsv(stopped);
  expect(incomplete).toHaveLength(1);
  expect(incomplete[0]).toMatchObject({ severity: 'incomplete', title: 'git stopped.' });
});

test('CSV: no cell begins a formula', () => {
  for (const path of ['=cmd|calc', '+1', '-1', '@sum(a1)', '\tx', '\rx']) {
    const [row] = readCsv(report('files', { findings: [finding(path)] }));
    expect(row!.path).toMatch(/^'/);
  }
});

test('GitHub: exactly one command per finding, values encoded', () => {
  const lines = write(github, full).trimEnd().split('\n');
  expect(lines.filter((line) => /^::(error|warning) /.test(line))).toHaveLength(5);
  expect(lines[0]).toMatch(
    /^::error file=src\/ai\/client\.ts,line=12,endLine=12,col=12,endColumn=65,title=Google API key \(google-api-key\)::Google API key AIza…/,
  );
  expect(lines[2]).toMatch(/^::error title=/);
  expect(lines.at(-1)).toMatch(/^::error title=keyfence could not scan everything::git stopped/);
  expect(write(github, clean)).toBe(
    'keyfence scanned 3 files, 12.3 kB, 0 commits, 0 skipped: clean\n',
  );
});

test('Markdown: a comment with the table, the remedies and the verdict', () => {
  const shown = report('ci', {
    findings: [finding('src/ai/client.ts', { where: where('src/ai/client.ts', { kind: 'blob' }) })],
  });
  expect(write(markdown, shown)).toMatchInlineSnapshot(`
    "### 🛑 Secrets found

    | | Where | What | Key | Fingerprint |
    | --- | --- | --- | --- | --- |
    | 🛑 | <code>src/ai/client.ts:12:12</code> | Google Gemini auth key | <code>AQ.Ab8RN6…qN2A</code> | <code>gemini-auth-key:4c1f0b7a52de93aa</code> |

    <details open><summary>What to do: Google Gemini auth key, <code>src/ai/client.ts:12:12</code></summary>

    Whoever reads this key can use Gemini at your cost: treat it like a password.

    1. Revoke it first; it was pushed, so others may have it: <code>https&#58;//aistudio.google.com/apikey</code>
    1. Read it from the environment instead: <code>process.env.GEMINI&#95;API&#95;KEY</code>
    1. Then, if you like, take it out of history: in a fresh clone (pushed with --force; everybody clones again), with a file beside that clone that holds the line KEY==&#62;REMOVED: <code>git filter-repo --replace-text ../keys.txt --replace-message ../keys.txt</code>
    1. Revoked, or a false alarm? Take it off the list: <code>npx keyfence ignore gemini-auth-key:4c1f0b7a52de93aa --reason &#34;revoked&#34;</code>

    </details>


    <sub>keyfence ci: scanned 3 files, 12.3 kB, 0 commits, 0 skipped: **1 error**</sub>
    "
  `);
  expect(write(markdown, clean)).toContain('✅ No secrets found');
  expect(write(markdown, stopped)).toContain('🛑 The scan is incomplete');
  expect(write(markdown, stopped)).not.toContain('✅');
});

test('Markdown fits into a comment, a job summary into a summary', () => {
  const findings = Array.from({ length: 30_000 }, (_, index) => finding(`src/file${index}.ts`));
  const shown = report('history', { findings });
  expect(write(markdown, shown).length).toBeLessThan(65_536);
  expect(write(markdown, shown)).toMatch(/… and [\d,]+ more findings/);
  expect(Buffer.byteLength(write(githubSummary, shown))).toBeLessThan(1_048_576);
});

test('A3 what was not read is named in every format, an object that has no path by its id', () => {
  const oid = commit('0f');
  const shown = report('history', {
    complete: false,
    skipped: [{ path: '', oid, reason: 'missing', harmless: false }],
  });
  const all = { csv, github, gitlab, json, junit, markdown, pretty, sarif };
  for (const [format, reporter] of Object.entries(all))
    expect(write(reporter, shown), format).toContain(oid);
  for (const reporter of [pretty, junit, markdown, sarif, github, gitlab, csv])
    expect(write(reporter, shown)).toContain(`object ${oid}`);
  expect(readSarif(shown).invocations[0].toolExecutionNotifications[0].locations).toBe(undefined);
  expect(write(html, shown)).toContain(`object ${oid}`);
});
