import { expect, test } from 'vitest';
import { pretty } from '../../src/report/pretty.ts';
import type { Command, Finding, Report, Style } from '../../src/types.ts';
import { cloudFinding, commit, finding, plain, presence, report, text, where } from './sample.ts';

const show = (shown: Report, style: Partial<Style> = {}) =>
  text(pretty(shown, { ...plain, ...style }));

const show1 = (command: Command, found: Finding, change: Partial<Report> = {}) =>
  show(report(command, { findings: [found], ...change }));

const inHistory = (path: string, change: Partial<Finding['where']> = {}) =>
  where(path, { kind: 'blob', commit: commit('a1b2c3d4'), author: 'Ada', ...change });

test('L1 staged: take it out of the commit, read the environment, the exact ignore line', () => {
  expect(show1('staged', finding('src/ai/client.ts'))).toMatchInlineSnapshot(`
    "error Google Gemini auth key AQ.Ab8RN6…qN2A
      src/ai/client.ts:12:12
        11 │ const ai = new GoogleGenAI({
      > 12 │   apiKey: 'AQ.Ab8RN6…qN2A',
        13 │ });
      gemini-auth-key:4c1f0b7a52de93aa

    Whoever reads this key can use Gemini at your cost: treat it like a password.
      1. Take it out of this commit: git restore --staged src/ai/client.ts
      2. Read it from the environment instead: process.env.GEMINI_API_KEY
      3. Keep it in .env, and .env in .gitignore; Google’s SDKs read GEMINI_API_KEY
         or GOOGLE_API_KEY by themselves (GOOGLE_API_KEY wins where both are set).
      4. False alarm? Write at the end of the line: // keyfence:ignore-line <reason>

    Caught in time: nothing was committed.
    scanned 3 files, 12.3 kB, 0 commits, 0 skipped: 1 error
    "
  `);
});

test('L1 staged before the first commit: git rm --cached', () => {
  const target = { command: 'staged', scope: 'index against nothing', unborn: true } as const;
  expect(show1('staged', finding('.env', { frame: [] }), { target })).toMatchInlineSnapshot(`
    "error Google Gemini auth key AQ.Ab8RN6…qN2A
      .env:12:12
      gemini-auth-key:4c1f0b7a52de93aa

    Whoever reads this key can use Gemini at your cost: treat it like a password.
      1. Take it out of this commit: git rm --cached .env
      2. Keep the file on your disk only, with this line in .gitignore: .env
      3. Commit .env.example with the names and no values: GEMINI_API_KEY=
      4. False alarm? Write on the line above: # keyfence:ignore-next-line <reason>

    Caught in time: nothing was committed.
    scanned 3 files, 12.3 kB, 0 commits, 0 skipped: 1 error
    "
  `);
});

test('L1 staged, in a format without comments: the ignore entry by fingerprint', () => {
  expect(show1('staged', finding('config/my keys.json', { frame: [] }))).toMatchInlineSnapshot(`
    "error Google Gemini auth key AQ.Ab8RN6…qN2A
      config/my keys.json:12:12
      gemini-auth-key:4c1f0b7a52de93aa

    Whoever reads this key can use Gemini at your cost: treat it like a password.
      1. Take it out of this commit: git restore --staged "config/my keys.json"
      2. Move it out of this file: read it at start-up from the environment, as
         GEMINI_API_KEY.
      3. Keep it in .env, and .env in .gitignore; Google’s SDKs read GEMINI_API_KEY
         or GOOGLE_API_KEY by themselves (GOOGLE_API_KEY wins where both are set).
      4. False alarm:
         npx keyfence ignore gemini-auth-key:4c1f0b7a52de93aa --reason "why"

    Caught in time: nothing was committed.
    scanned 3 files, 12.3 kB, 0 commits, 0 skipped: 1 error
    "
  `);
});

test('L1 staged, in what browsers get: a server in between, never an environment read', () => {
  const shown = show1('staged', finding('web/App.vue', { frame: [] }));
  expect(shown).toMatchInlineSnapshot(`
    "error Google Gemini auth key AQ.Ab8RN6…qN2A
      web/App.vue:12:12
      gemini-auth-key:4c1f0b7a52de93aa

    Whoever reads this key can use Gemini at your cost: treat it like a password.
      1. Take it out of this commit: git restore --staged web/App.vue
      2. Whatever this file holds reaches every visitor: call Gemini through your
         own server, or hand out ephemeral tokens.
      3. On the server, read it from the environment: GEMINI_API_KEY
      4. False alarm? Write at the end of the line:
         <!-- keyfence:ignore-line <reason> -->

    Caught in time: nothing was committed.
    scanned 3 files, 12.3 kB, 0 commits, 0 skipped: 1 error
    "
  `);
  const vite = show1('staged', finding('web/ai.jsx', { name: 'VITE_GEMINI_API_KEY', frame: [] }));
  expect(vite).toContain('Whatever this file holds reaches every visitor');
});

test('L1 message: edit the message', () => {
  const at = where('.git/COMMIT_EDITMSG', { kind: 'message', line: 3, column: 9 });
  const frame = [{ line: 3, text: 'try AQ.Ab8RN6…qN2A', mark: [4, 14] as const }];
  expect(show1('message', finding('', { where: at, frame }))).toMatchInlineSnapshot(`
    "error Google Gemini auth key AQ.Ab8RN6…qN2A
      commit message, line 3
      > 3 │ try AQ.Ab8RN6…qN2A
      gemini-auth-key:4c1f0b7a52de93aa

    Whoever reads this key can use Gemini at your cost: treat it like a password.
      1. Edit the message; what you wrote is kept:
         git commit --edit --file="$(git rev-parse --git-path COMMIT_EDITMSG)"
      2. If it must name the key, its last four characters are enough.
      3. False alarm:
         npx keyfence ignore gemini-auth-key:4c1f0b7a52de93aa --reason "why"

    Caught in time: nothing was committed.
    scanned 3 files, 12.3 kB, 0 commits, 0 skipped: 1 error
    "
  `);
});

test('L1 committed, not pushed: fold into the commit that brought it in', () => {
  const found = finding('', { where: inHistory('src/ai/client.ts'), presence: presence() });
  expect(show1('push', found)).toMatchInlineSnapshot(`
    "error Google Gemini auth key AQ.Ab8RN6…qN2A
      src/ai/client.ts:12:12 in a1b2c3d4a1
      in since 2026-03-01 (a1b2c3d4a1), still in HEAD, branch main, not on any
      remote known here
        11 │ const ai = new GoogleGenAI({
      > 12 │   apiKey: 'AQ.Ab8RN6…qN2A',
        13 │ });
      gemini-auth-key:4c1f0b7a52de93aa

    Whoever reads this key can use Gemini at your cost: treat it like a password.
      1. Read it from the environment instead: process.env.GEMINI_API_KEY
      2. Keep it in .env, and .env in .gitignore; Google’s SDKs read GEMINI_API_KEY
         or GOOGLE_API_KEY by themselves (GOOGLE_API_KEY wins where both are set).
      3. Fold the fix into the commit that brought it in; a fix on top leaves it in
         history: git commit -a --fixup=a1b2c3d4a1
      4. Then (with --root instead, if that is the very first commit):
         git rebase -i --autosquash --rebase-merges a1b2c3d4a1^
      5. False alarm:
         npx keyfence ignore gemini-auth-key:4c1f0b7a52de93aa --reason "why"

    scanned 3 files, 12.3 kB, 0 commits, 0 skipped: 1 error
    "
  `);
});

test('L1 committed message, not pushed: reword', () => {
  const at = inHistory('', { kind: 'message', line: 1 });
  const shown = show1('history', finding('', { where: at, frame: [], presence: presence() }));
  expect(shown).toContain('git rebase -i --rebase-merges a1b2c3d4a1^');
  expect(shown).toContain('commit message, line 1 in a1b2c3d4a1');
  expect(shown).not.toContain('process.env');
});

test('L1 pushed: revoke first, at the page of this kind of key', () => {
  const remotes = ['origin/main'];
  const at = inHistory('src/ai/client.ts');
  const cloud = cloudFinding('', { where: at, presence: presence({ remotes }) });
  expect(show1('history', cloud)).toMatchInlineSnapshot(`
    "error Google API key AIza…Y0Ss
      src/ai/client.ts:12:12 in a1b2c3d4a1
      in since 2026-03-01 (a1b2c3d4a1), still in HEAD, branch main, on remote:
      origin/main
        11 │ const ai = new GoogleGenAI({
      > 12 │   apiKey: 'AIza…Y0Ss',
        13 │ });
      google-api-key:0000000000000042

    Whoever reads this key can call every Google API it is allowed to, Gemini
    included, at your cost.
      1. Revoke it first; it was pushed, so others may have it:
         https://console.cloud.google.com/apis/credentials
      2. Read it from the environment instead: process.env.GEMINI_API_KEY
      3. Then, if you like, take it out of history: in a fresh clone (pushed with
         --force; everybody clones again), with a file beside that clone that holds
         the line KEY==>REMOVED:
         git filter-repo --replace-text ../keys.txt --replace-message ../keys.txt
      4. Revoked, or a false alarm? Take it off the list:
         npx keyfence ignore google-api-key:0000000000000042 --reason "revoked"

    scanned 3 files, 12.3 kB, 0 commits, 0 skipped: 1 error
    "
  `);
  const studio = show1('history', finding('', { where: at, presence: presence({ remotes }) }));
  expect(studio).toMatch(/1\. Revoke it first.*\n? +https:\/\/aistudio\.google\.com\/apikey/);
});

test('L1 only in the reflog: nothing to push, nothing to rewrite', () => {
  const gone = presence({ inHead: false, branches: [], reach: 'reflog' });
  const shown = show1(
    'history',
    finding('', { where: inHistory('a.ts'), frame: [], presence: gone }),
  );
  expect(shown).toMatchInlineSnapshot(`
    "error Google Gemini auth key AQ.Ab8RN6…qN2A
      a.ts:12:12 in a1b2c3d4a1
      in since 2026-03-01 (a1b2c3d4a1), last seen 2026-05-20, not in HEAD, only in
      the reflog, not on any remote known here
      gemini-auth-key:4c1f0b7a52de93aa

    Whoever reads this key can use Gemini at your cost: treat it like a password.
      1. No branch or tag holds it any more: only the reflog or a stash of this
         clone does, and git drops that in time.
      2. If this clone was ever shared, revoke it:
         https://aistudio.google.com/apikey
      3. False alarm:
         npx keyfence ignore gemini-auth-key:4c1f0b7a52de93aa --reason "why"

    scanned 3 files, 12.3 kB, 0 commits, 0 skipped: 1 error
    "
  `);
});

test('L1 files and stdin: where it is, and the environment', () => {
  const file = where('tools/ask.py', { kind: 'file' });
  expect(show1('files', finding('', { where: file, frame: [] }))).toMatchInlineSnapshot(`
    "error Google Gemini auth key AQ.Ab8RN6…qN2A
      tools/ask.py:12:12
      gemini-auth-key:4c1f0b7a52de93aa

    Whoever reads this key can use Gemini at your cost: treat it like a password.
      1. Read it from the environment instead: os.environ["GEMINI_API_KEY"]
      2. Keep it in .env, and .env in .gitignore; Google’s SDKs read GEMINI_API_KEY
         or GOOGLE_API_KEY by themselves (GOOGLE_API_KEY wins where both are set).
      3. False alarm? Write at the end of the line: # keyfence:ignore-line <reason>

    scanned 3 files, 12.3 kB, 0 commits, 0 skipped: 1 error
    "
  `);
  const input = where('', { kind: 'stdin', line: 1 });
  expect(show1('stdin', finding('', { where: input, frame: [] }))).toMatchInlineSnapshot(`
    "error Google Gemini auth key AQ.Ab8RN6…qN2A
      stdin:1:12
      gemini-auth-key:4c1f0b7a52de93aa

    Whoever reads this key can use Gemini at your cost: treat it like a password.
      1. Read the key from the environment, as GEMINI_API_KEY.
      2. Keep it in .env, and .env in .gitignore; Google’s SDKs read GEMINI_API_KEY
         or GOOGLE_API_KEY by themselves (GOOGLE_API_KEY wins where both are set).
      3. False alarm:
         npx keyfence ignore gemini-auth-key:4c1f0b7a52de93aa --reason "why"

    scanned 3 files, 12.3 kB, 0 commits, 0 skipped: 1 error
    "
  `);
});

test('L1 a public web key: restrict it, do not unstage it', () => {
  const found = cloudFinding('public/config.js', {
    rule: 'google-web-key',
    title: 'Google key in a public web configuration',
    severity: 'warning',
    remarks: ['web-config'],
    frame: [],
  });
  expect(show1('staged', found)).toMatchInlineSnapshot(`
    "warning Google key in a public web configuration AIza…Y0Ss
      public/config.js:12:12
      It stands in a public web or app configuration.
      google-api-key:0000000000000042

    Whoever reads this key can call every Google API it is allowed to, Gemini
    included, at your cost.
      1. Restrict it to your site or app, and to the APIs it needs:
         https://console.cloud.google.com/apis/credentials
      2. Make sure that the Generative Language API is off for it, or anybody can
         use Gemini at your cost.
      3. Restricted, and public on purpose? Write at the end of the line:
         // keyfence:ignore-line <reason>

    scanned 3 files, 12.3 kB, 0 commits, 0 skipped: 1 warning
    "
  `);
});

const LANGUAGES: readonly (readonly [path: string, read: string, ignore: string])[] = [
  ['a.js', 'process.env.GEMINI_API_KEY', '// keyfence:ignore-line <reason>'],
  ['a.mts', 'process.env.GEMINI_API_KEY', '// keyfence:ignore-line <reason>'],
  ['a.py', 'os.environ["GEMINI_API_KEY"]', '# keyfence:ignore-line <reason>'],
  ['a.go', 'os.Getenv("GEMINI_API_KEY")', '// keyfence:ignore-line <reason>'],
  ['A.java', 'System.getenv("GEMINI_API_KEY")', '// keyfence:ignore-line <reason>'],
  ['A.kt', 'System.getenv("GEMINI_API_KEY")', '// keyfence:ignore-line <reason>'],
  [
    'A.cs',
    'Environment.GetEnvironmentVariable("GEMINI_API_KEY")',
    '// keyfence:ignore-line <reason>',
  ],
  ['a.php', "getenv('GEMINI_API_KEY')", '// keyfence:ignore-line <reason>'],
  ['a.rb', "ENV.fetch('GEMINI_API_KEY')", '# keyfence:ignore-line <reason>'],
  ['a.rs', 'std::env::var("GEMINI_API_KEY")?', '// keyfence:ignore-line <reason>'],
  ['a.dart', "Platform.environment['GEMINI_API_KEY']", '// keyfence:ignore-line <reason>'],
  [
    'a.swift',
    'ProcessInfo.processInfo.environment["GEMINI_API_KEY"]',
    '// keyfence:ignore-line <reason>',
  ],
  ['a.sh', '"$GEMINI_API_KEY"', '# keyfence:ignore-line <reason>'],
  ['a.ps1', '$env:GEMINI_API_KEY', '# keyfence:ignore-line <reason>'],
  ['.env.local', '.env.local\n', '# keyfence:ignore-next-line <reason>'],
  ['.env', '.env.example', '# keyfence:ignore-next-line <reason>'],
  ['config/prod.env', 'Commit prod.env.example with', '# keyfence:ignore-next-line <reason>'],
  ['a.yml', '${GEMINI_API_KEY}', '# keyfence:ignore-line <reason>'],
  ['.github/workflows/ci.yml', '${{ secrets.GEMINI_API_KEY }}', '# keyfence:ignore-line <reason>'],
  ['a.json', 'Move it out of this file', 'npx keyfence ignore gemini-auth-key:'],
  ['page.html', 'through your own server', '<!-- keyfence:ignore-line <reason> -->'],
  ['a.svelte', 'through your own server', '<!-- keyfence:ignore-line <reason> -->'],
  ['Dockerfile', 'docker run -e GEMINI_API_KEY', '# keyfence:ignore-next-line <reason>'],
  ['gradle.properties', 'as GEMINI_API_KEY', '# keyfence:ignore-next-line <reason>'],
  ['notes.md', 'YOUR_GEMINI_API_KEY', '<!-- keyfence:ignore-line <reason> -->'],
  ['LICENSE', 'as GEMINI_API_KEY', 'npx keyfence ignore gemini-auth-key:'],
];

test.each(LANGUAGES)('L1 in the language of %s', (path, read, ignore) => {
  const shown = show(report('staged', { findings: [finding(path)] }), { width: 400 });
  expect(shown).toContain(read);
  expect(shown).toContain(ignore);
  const steps = shown.split('\n').filter((line) => /^ {2}\d\. /.test(line));
  expect(steps.length).toBeGreaterThan(1);
  expect(steps.length).toBeLessThanOrEqual(6);
  expect(shown).not.toMatch(/no-verify/i);
});

test('L1 a generic key is read from a variable of its own name', () => {
  const generic = { rule: 'hardcoded-api-key', title: 'Hardcoded API key' } as const;
  const base = finding('a.ts', { ...generic, name: 'weatherApiKey' });
  const { env: _, revoke: __, provider: ___, ...rest } = base;
  expect(show1('staged', rest)).toContain('process.env.WEATHER_API_KEY');
  expect(show1('staged', { ...rest, name: 'apiKey' })).toContain('process.env.API_KEY');
  expect(show1('staged', { ...rest, name: 'apiKey', provider: 'Acme Maps' })).toContain(
    'process.env.ACME_MAPS_API_KEY',
  );
});

test('L1 fifty findings of one kind: every place listed, the advice once', () => {
  const findings = Array.from({ length: 50 }, (_, index) => finding(`src/file${index}.ts`));
  const shown = show(report('staged', { findings }));
  for (let index = 0; index < 50; index++) expect(shown).toContain(`src/file${index}.ts:12:12`);
  expect(shown.match(/process\.env/g)).toHaveLength(1);
  expect(shown.match(/treat it like a password/g)).toHaveLength(1);
});

test('L1 two files with one remedy: one command for both', () => {
  const shown = show(report('staged', { findings: [finding('a.ts'), finding('dir/b c.ts')] }));
  expect(shown).toContain('git restore --staged a.ts "dir/b c.ts"');
});

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

test('L1 several remedies: the files leave the commit in one command, each fact is told once', () => {
  const findings = [finding('a.ts'), finding('b.py'), cloudFinding('.env')];
  const shown = show(report('staged', { findings }));
  expect(shown).toContain(
    'Take them out of this commit:\n     git restore --staged a.ts b.py .env\n',
  );
  expect(shown.match(/git restore/g)).toHaveLength(1);
  expect(shown.match(/GOOGLE_API_KEY wins/g)).toHaveLength(1);
});
