import { expect, test } from 'vitest';
import { cloudFinding, finding, presence, report, where } from './sample.ts';
import { inHistory, show, show1 } from './shown.ts';

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
      1. No branch or tag holds it any more, only the reflog, a stash or the index
         of this clone. A stash goes with \`git stash drop\`; git drops the rest in
         time, or at once, together with all else that can only be got back from
         there: git -c gc.reflogExpireUnreachable=now gc --prune=now
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

test('L1 several remedies: the files leave the commit in one command, each fact is told once', () => {
  const findings = [finding('a.ts'), finding('b.py'), cloudFinding('.env')];
  const shown = show(report('staged', { findings }));
  expect(shown).toContain(
    'Take them out of this commit:\n     git restore --staged a.ts b.py .env\n',
  );
  expect(shown.match(/git restore/g)).toHaveLength(1);
  expect(shown.match(/GOOGLE_API_KEY wins/g)).toHaveLength(1);
});
