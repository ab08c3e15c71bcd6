import { expect, test } from 'vitest';
import type { Report } from '../../src/types.ts';
import { finding, report, where } from './sample.ts';
import { show, show1 } from './shown.ts';

test('A2 the last line of every run says what was looked at, and an incomplete one is never clean', () => {
  const last = (change: Partial<Report>) =>
    show(report('staged', change)).trimEnd().split('\n').at(-1);
  expect(last({})).toBe('scanned 3 files, 12.3 kB, 0 commits, 0 skipped: clean');
  expect(last({ ignored: 2 })).toBe(
    'scanned 3 files, 12.3 kB, 0 commits, 0 skipped: clean (2 ignored)',
  );
  const empty = { files: 0, messages: 0, bytes: 0, commits: 0 };
  expect(last({ stats: empty, notices: [{ code: 'nothing-staged' }] })).toBe(
    'scanned 0 files, 0 B, 0 commits, 0 skipped: nothing staged',
  );
  expect(last({ stats: empty })).toMatch(/: nothing to scan$/);
  expect(last({ complete: false })).toBe(
    'scanned 3 files, 12.3 kB, 0 commits, 0 skipped: INCOMPLETE, so this is no all-clear',
  );
  const message = { files: 0, messages: 1, bytes: 20, commits: 0 };
  expect(last({ stats: message })).toBe('scanned 1 message, 20 B, 0 commits, 0 skipped: clean');
  const big = { files: 1_234_567, messages: 2, bytes: 5_812_345_678, commits: 1 };
  expect(last({ stats: big, findings: [finding('a.ts')] })).toBe(
    'scanned 1,234,567 files, 2 messages, 5.8 GB, 1 commit, 0 skipped: 1 error',
  );
});

test('A1 a failure says what happened, what to do, and no all-clear', () => {
  const failure = {
    code: 'git-failed',
    message: '`git diff-index` failed: exit 128.',
    next: 'Run that command yourself to see why.',
  };
  const shown = show(report('staged', { complete: false, failure, findings: [finding('a.ts')] }));
  expect(shown).toContain('stopped `git diff-index` failed: exit 128.\nRun that command yourself');
  expect(shown).toContain('INCOMPLETE, so this is no all-clear; 1 error so far');
  expect(shown).not.toMatch(/: clean/);
});

test('A3 skips are counted by reason; those that matter are named; --verbose names all', () => {
  const skipped = [
    { path: 'logo.png', reason: 'binary', harmless: true },
    { path: 'b.png', reason: 'binary', harmless: true },
    { path: 'vendor/x.js', reason: 'ignored-by', harmless: true, detail: 'vendor/**' },
    { path: 'dump.sql', reason: 'too-large', harmless: false, detail: '3.2 GB' },
  ] as const;
  const shown = report('files', { skipped, complete: false });
  expect(show(shown)).toMatchInlineSnapshot(`
    "skipped dump.sql: too large (3.2 GB)
    Raise the limit with \`--max-bytes\` or "maxBytes" in the config, or exclude the
    file there.
    skipped: 2 binary, 1 ignored by configuration, 1 too large (--verbose lists them)
    scanned 3 files, 12.3 kB, 0 commits, 4 skipped: INCOMPLETE, so this is no all-clear
    "
  `);
  expect(show(shown, { verbose: true })).toMatchInlineSnapshot(`
    "skipped logo.png: binary
    skipped b.png: binary
    skipped vendor/x.js: ignored by configuration (vendor/**)
    skipped dump.sql: too large (3.2 GB)
    Raise the limit with \`--max-bytes\` or "maxBytes" in the config, or exclude the
    file there.
    scanned 3 files, 12.3 kB, 0 commits, 4 skipped: INCOMPLETE, so this is no all-clear
    "
  `);
});

test('A3 of many skips that matter the first are named, and the others counted', () => {
  const skipped = Array.from({ length: 12 }, (_, index) => ({
    path: '',
    oid: String(index).padStart(40, '0'),
    reason: 'missing' as const,
    harmless: false,
  }));
  const shown = show(report('history', { skipped, complete: false }));
  expect(shown.match(/^skipped object/gm)).toHaveLength(10);
  expect(shown).toContain('2 more not read: --verbose lists them');
});

test('A2 notices are sentences with the next command', () => {
  const notices = [
    { code: 'already-committed', count: 1, values: ['src/old.ts'] },
    { code: 'rules-off', values: ['split-key'] },
    { code: 'unused-ignores', count: 2, values: ['a', 'b'] },
    { code: 'config-used', values: ['.keyfencerc.json'] },
  ] as const;
  expect(show(report('staged', { notices }), { width: 200 })).toMatchInlineSnapshot(`
    "note 1 key already committed in src/old.ts: not blamed on this commit. See who holds it with npx keyfence history
    note rules off: split-key
    note 2 ignore entries matched nothing: a, b. List them with npx keyfence ignore --unused
    scanned 3 files, 12.3 kB, 0 commits, 0 skipped, config: .keyfencerc.json: clean
    "
  `);
  expect(show(report('staged', { notices }), { verbose: true })).toContain(
    'config: .keyfencerc.json',
  );
});

test('A4 one finding with 500 places: the first few and a count', () => {
  const places = Array.from({ length: 100 }, (_, index) => where('a.ts', { line: index + 1 }));
  const shown = show1('staged', finding('a.ts', { places, count: 500 }));
  expect(shown).toContain('also at a.ts:2:12, a.ts:3:12, a.ts:4:12, a.ts:5:12 and 495 more places');
  for (const style of [{ verbose: true }, { everyPlace: true }]) {
    const whole = show(
      report('staged', { findings: [finding('a.ts', { places, count: 500 })] }),
      style,
    );
    for (const { line } of places.slice(1)) expect(whole).toContain(` a.ts:${line}:12`);
    expect(whole).toContain('a.ts:100:12 and 400 more places\n');
  }
});

test('of history only the first place is kept: the others are counted, and how to list them', () => {
  const shown = show1('history', finding('a.ts', { places: [where('a.ts')], count: 3 }));
  expect(shown).toContain('  and 2 more places: --all-places lists them\n');
  expect(shown).not.toContain('also at');
});

test('quiet: nothing where all is well, everything where it is not', () => {
  expect(show(report('staged'), { quiet: true })).toBe('');
  expect(show(report('staged', { findings: [finding('a.ts')] }), { quiet: true })).toContain(
    'a.ts:12:12',
  );
  expect(show(report('staged', { complete: false }), { quiet: true })).toContain('INCOMPLETE');
});

test('no line of prose is wider than the terminal', () => {
  const shown = show(report('staged', { findings: [finding('a.ts')] }), { width: 60 });
  for (const line of shown.split('\n')) {
    if (!line.startsWith('scanned')) expect(line.length).toBeLessThanOrEqual(60);
  }
});

test('colours only where the style has them', () => {
  const shown = report('staged', { findings: [finding('a.ts')] });
  expect(show(shown)).not.toContain('\u001b');
  const coloured = show(shown, { color: true });
  expect(coloured).toContain('\u001b[31m');
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(show(shown));
});

test('a line of megabytes is shown around its secret, at most 200 characters of it', () => {
  const secret = 'AQ.Ab8RN6…qN2A';
  const long = `${'x'.repeat(3_000_000)}${secret}${'y'.repeat(3_000_000)}`;
  const frame = [{ line: 1, text: long, mark: [3_000_000, secret.length] as const }];
  const shown = show(report('staged', { findings: [finding('a.min.js', { frame })] }), {
    width: 999,
  });
  const line = shown.split('\n').find((candidate) => candidate.includes('> 1'))!;
  expect(line).toContain(`x${secret}y`);
  expect(line.length).toBeLessThanOrEqual(210);
});
