import { describe, expect, test } from 'vitest';
import { resolveOptions } from '../src/config.ts';
import { compile, Hits } from '../src/detect/engine.ts';
import { boundsOf } from '../src/detect/regex-bounds.ts';
import type { Rule } from '../src/types.ts';
import { authKey, randomText } from './helpers/keys.ts';
import { folder, Repo, repository } from './helpers/repo.ts';

const name = '.keyfencerc.json';
const body = (seed: number) => randomText(32, seed, 'abcdefghijklmnopqrstuvwxyz0123456789');
const good = (more: object = {}) => ({
  id: 'acme-token',
  title: 'Acme service token',
  keywords: ['acme_'],
  pattern: 'acme_[a-z0-9]{32}(?![a-z0-9])',
  severity: 'error',
  hits: [`token = "acme_${body(1)}"`],
  misses: ['acme_short', `acme_${body(1)}x`],
  ...more,
});
const resolve = (top: string) =>
  resolveOptions({ flags: {}, top, cwd: top, env: {}, terminal: false });
const load = (...rules: object[]) => {
  const { path } = new Repo(folder()).write(name, JSON.stringify({ customRules: rules }));
  return resolve(path);
};

describe('F5 a custom rule is checked when it is loaded', () => {
  test('a good one is taken', async () => {
    const { customRules } = await load(good());
    expect(customRules).toMatchObject([
      { id: 'acme-token', patterns: [{ kind: 'regex', group: 0 }] },
    ]);
  });

  const bad: [what: string, more: object, message: RegExp][] = [
    [
      'does not compile',
      { pattern: 'acme_[a-z' },
      /:1:\d+: The pattern of rule acme-token is refused: .*class/,
    ],
    ['unbounded', { pattern: 'acme_[a-z0-9]+' }, /it can match without end; write \{8,64\}/],
    ['unbounded inside', { pattern: 'acme_(?:[a-z]*-){3}' }, /without end/],
    ['too long', { pattern: 'acme_[a-z0-9]{2001}' }, /over 2006 bytes/],
    ['matches nothing', { pattern: '(?:acme_)?' }, /it can match nothing at all/],
    ['refers back', { pattern: '(acme_)\\1' }, /it refers back to a group/],
    ['exponential', { pattern: 'acme_(?:a|a){1,30}b' }, /it can take [\d,]+ steps at one place/],
    ['nested repeats', { pattern: 'acme_(?:[a-z]{1,10}){1,10}!' }, /steps at one place/],
    ['many overlapping', { pattern: 'acme_\\w{0,99}\\w{0,99}\\w{0,99}!' }, /share no characters/],
    ['short keyword', { keywords: ['ac'] }, /3 to 255 characters/],
    [
      'a hit that is none',
      { hits: ['nothing here'] },
      /The rule "acme-token" finds nothing in this hit/,
    ],
    ['a miss that is a hit', { misses: [`acme_${body(2)}`] }, /finds something in this miss/],
    [
      "a built-in rule's id",
      { id: 'gemini-auth-key' },
      /There is a rule "gemini-auth-key" already/,
    ],
    ['an id of another form', { id: 'Acme Token' }, /"customRules\[0\]\.id" must fit/],
    ['no samples', { hits: [] }, /"customRules\[0\]\.hits" needs at least 1/],
  ];
  for (const [what, more, message] of bad) {
    test(`F5 ${what}`, async () => {
      await expect(load(good(more))).rejects.toMatchObject({
        code: 'config',
        message: expect.stringMatching(message),
      });
    });
  }

  test('F5 the same id twice', async () => {
    await expect(load(good(), good())).rejects.toThrow(
      /1:\d+: There is a rule "acme-token" already/,
    );
  });

  test('a folder may speak of the custom rule, not define one', async () => {
    const repo = new Repo(folder()).write(name, JSON.stringify({ customRules: [good()] }));
    repo.write(`a/${name}`, '{ "rules": { "acme-token": "off" } }');
    repo.write(`b/${name}`, JSON.stringify({ customRules: [good({ id: 'other' })] }));
    const options = await resolve(repo.path);
    expect((await options.policyFor('a/x')).rules).toEqual({ 'acme-token': 'off' });
    await expect(options.policyFor('b/x')).rejects.toThrow('belongs in the config at the');
  });
});

describe('a custom rule at work', () => {
  test('it stops a commit, masked; its own samples in the config do not', () => {
    const repo = repository();
    repo.stage(name, JSON.stringify({ customRules: [good()] }));
    expect(repo.keyfence(['staged']).status).toBe(0);
    const token = `acme_${body(7)}`;
    repo.stage('a.py', `call("${token}")\n`);
    const result = repo.keyfence(['staged']);
    expect(result.status).toBe(1);
    expect(result.stdout).toContain('Acme service token');
    expect(result.stdout).toContain(`acme_…${token.slice(-4)}`);
    expect(result.stdout).not.toContain(token.slice(6, 14));
    repo.stage('a.py', Buffer.from(`call("${token}")\n`, 'utf16le'));
    expect(repo.keyfence(['staged']).status).toBe(1);
    repo.stage(name, JSON.stringify({ customRules: [good()], rules: { 'acme-token': 'warning' } }));
    expect(repo.keyfence(['staged']).status).toBe(0);
  });

  test('group 1 is the secret; the keyword may stand anywhere in the match', () => {
    const repo = repository();
    const value = body(3);
    const rule = good({
      pattern: '\\b([a-z0-9]{32})@vault\\.acme',
      keywords: ['@vault.acme'],
      hits: [`${body(4)}@vault.acme`],
      misses: ['someone@vault.acme'],
    });
    repo.write(name, JSON.stringify({ customRules: [rule] }));
    repo.stage('a.txt', `x\n  ${value}@vault.acme\n`);
    const [finding] = JSON.parse(repo.keyfence(['staged', '--format', 'json']).stdout).findings;
    expect(finding).toMatchObject({
      rule: 'acme-token',
      where: { line: 2, column: 3, endColumn: 35 },
    });
    expect(finding.secret).toBe(`…${value.slice(-4)}`);
  });
});

test('F5 google-web-key off stays off: it does not come back under another rule', () => {
  const repo = repository();
  repo.write(name, '{ "rules": { "google-web-key": "off" } }');
  const key = `AI${'za'}SyB${randomText(32, 5)}`;
  repo.stage(
    'f.js',
    `const c = { apiKey: "${key}", authDomain: "x.firebaseapp.com", projectId: "x" };\n`,
  );
  expect(repo.keyfence(['staged'])).toMatchObject({ status: 0 });
  repo.git('rm', '-q', '-f', 'f.js');
  repo.write(`web/${name}`, '{ "rules": { "google-web-key": "error" } }');
  repo.stage(
    'web/f.js',
    `const c = { apiKey: "${key}", authDomain: "x.firebaseapp.com", projectId: "x" };\n`,
  );
  const { status, stdout } = repo.keyfence(['staged']);
  expect(status).toBe(1);
  expect(stdout).toContain('google-web-key');
});

test('F5 client-exposed-key off loses no key: the rule of the key answers again', () => {
  const repo = repository();
  repo.stage(name, '{ "rules": { "client-exposed-key": "off" } }');
  repo.stage('.env', `VITE_GEMINI_API_KEY=${authKey(5)}\n`);
  const { status, stdout } = repo.keyfence(['staged', '--format', 'json']);
  expect(status).toBe(1);
  const [{ rule, fingerprint }] = JSON.parse(stdout).findings;
  expect([rule, fingerprint.split(':')[0]]).toEqual(['gemini-auth-key', 'gemini-auth-key']);
});

describe('C3 client-exposed-name', () => {
  const text = 'const key = import.meta.env.VITE_GEMINI_API_KEY;\n';

  test('is off by default, and says how to switch it on', () => {
    const repo = repository();
    repo.stage('src/a.ts', text);
    expect(repo.keyfence(['staged'])).toMatchObject({ status: 0 });
    expect(repo.keyfence(['rules']).stdout).toMatch(/client-exposed-name +off /);
    expect(repo.keyfence(['rules', 'client-exposed-name']).stdout).toContain('off by default');
  });

  test.each([
    ['warning', 0],
    ['error', 1],
  ] as const)('as %s', (severity, status) => {
    const repo = repository();
    repo.write(name, `{ "rules": { "client-exposed-name": "${severity}" } }`);
    repo.stage('src/a.ts', text);
    const result = repo.keyfence(['staged', '--format', 'json']);
    expect(result.status).toBe(status);
    expect(JSON.parse(result.stdout).findings).toMatchObject([
      {
        rule: 'client-exposed-name',
        severity,
        where: { line: 1, column: 29 },
        secret: 'VITE_GEMINI_API_KEY',
      },
    ]);
    expect(repo.keyfence(['staged']).stdout).not.toContain('Revoke');
  });

  test('a folder cannot switch it on alone, and is told so', () => {
    const repo = repository();
    repo.write(`web/${name}`, '{ "rules": { "client-exposed-name": "warning" } }');
    repo.stage('web/a.ts', text);
    expect(repo.keyfence(['staged'])).toMatchObject({ status: 2 });
  });
});

describe('the count of steps', () => {
  /** Backtracking steps that V8 really takes, by time: a text made of one letter, then a wrong end. */
  test('it is above what the worst text takes, and patterns within the limit are quick', () => {
    for (const pattern of ['k_a{1,60}a{1,60}a{1,3}!', 'k_(?:ab?){1,90}!', 'k_(?:aa|a){1,9}!']) {
      const { steps } = boundsOf(pattern, '');
      expect(steps, pattern).toBeLessThan(2_000_000);
      const text = `k_${'a'.repeat(300)}`;
      const expression = new RegExp(pattern, 'y');
      const start = performance.now();
      for (let round = 0; round < 20; round++) {
        expression.lastIndex = 0;
        expect(expression.test(text)).toBe(false);
      }
      expect((performance.now() - start) / 20, pattern).toBeLessThan(50);
    }
  });

  test('sizes and looks around', () => {
    const of = (pattern: string) => {
      const { min, max, before, after } = boundsOf(pattern, 'i');
      return [min, max, before, after];
    };
    expect(of('ab{2,5}(?:c|de)')).toEqual([4, 8, 0, 0]);
    expect(of('(?<=key=)x{3}(?!\\w{2})')).toEqual([3, 3, 4, 2]);
    expect(of('\\bx[^\\]-]{2}\\x41\\u0042$')).toEqual([5, 5, 1, 1]);
    expect(of('[\\w.-]{1,3}(?<id>\\d)\\.')).toEqual([3, 5, 0, 0]);
    expect(() => boundsOf('(a)\\k<a>', '')).toThrow('refers back');
  });
});

/** Every family of patterns whose time is known to grow faster than the text, by its smallest example. */
const SUPER_LINEAR = [
  '(?:[a-z]+)+',
  '(?:[a-z]{1,50}){1,50}!',
  '(?:a{0,50}){0,50}!',
  '(?:a|a){1,40}!',
  '(?:a|ab|b){1,40}!',
  '(?:a|[a-z]){1,40}!',
  '(?:a?){40}a{40}',
  '(?:.{0,40}){20}!',
  '.{0,200}.{0,200}.{0,200}!',
  '(?:a{1,9}b?){1,30}!',
  '(?:(?:a{1,6}){1,6}){1,6}!',
  '(a{1,40})\\1!',
  '(?=(?:a{1,30}){1,30}!)a',
  '(?<!(?:a{1,30}){1,30}b)a{5}',
  '(?:a{1,30}?){1,30}?!',
  '(?:\\s{1,99}|\\n){1,99}!',
];

test('H4 each family of super-linear patterns is refused, with the place and the reason', async () => {
  for (const pattern of SUPER_LINEAR) {
    const refused = load(good({ pattern: `acme_${pattern}` }));
    await expect(refused, pattern).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(
        /:1:\d+: The pattern of rule acme-token is refused: .*(?:steps at one place|without end|refers back|over \d+ bytes)/,
      ),
    });
  }
});

test('a hit of a regular expression depends only on the window around its start', () => {
  const patterns = ['key_[ab]{2,4}(?![ab])', '(?<![a-z])[ab]{0,3}key_[ab]{1,3}', 'a?b?key_\\b'];
  const rules = patterns.map(
    (source, index): Rule => ({
      id: `r${index}`,
      title: '',
      why: '',
      severity: 'error',
      weight: 1,
      patterns: [{ kind: 'regex', source, flags: '', keywords: ['key_'] }],
      samples: { hits: [], misses: [] },
    }),
  );
  const engine = compile(rules);
  const all = (bytes: Uint8Array, from: number, to: number) => {
    const hits = new Hits();
    engine.scan(bytes, from, to, hits);
    return Array.from({ length: hits.length }, (_, at) =>
      [hits.rule(at), hits.start(at), hits.end(at)].join(),
    );
  };
  let seen = 0;
  for (let seed = 0; seed < 300; seed++) {
    const text = randomText(60, seed, 'abx ').replace(/x/g, 'key_');
    const bytes = Buffer.from(text);
    const whole = all(bytes, 0, bytes.length);
    seen += whole.length;
    const cut = seed % bytes.length;
    expect([...all(bytes, 0, cut), ...all(bytes, cut, bytes.length)], text).toEqual(whole);
    for (const hit of whole) {
      const start = Number(hit.split(',')[1]);
      const from = Math.max(0, start - engine.behind);
      const window = bytes.subarray(from, start + engine.ahead);
      const shifted = all(window, start - from, start - from + 1);
      expect(shifted.map((one) => one.split(',')[0])).toContain(hit.split(',')[0]);
    }
  }
  expect(seen).toBeGreaterThan(1000);
});
