/** ACCEPTANCE A4, C1, C2 and FIELD §3.1: every syntax that a key stands in, with the right line and column. */
import { describe, expect, test } from 'vitest';
import { findings } from '../helpers/detect.ts';
import { authKey, standardKey } from '../helpers/keys.ts';

const kinds = [
  ['gemini-auth-key', authKey(11), authKey(12)],
  ['google-api-key', standardKey(11), standardKey(12)],
] as const;

/** `§` is the key, `¶` another one. The text after the first newline matters: lines and columns are checked. */
const contexts = [
  '§',
  '"§"',
  "'§'",
  '`§`',
  'const genAI = new GoogleGenerativeAI("§");\n',
  'apiKey: "§",',
  'apiKey:§',
  'apiKey:\n      "§",',
  "const k =\n  '§'",
  'GEMINI_API_KEY=§',
  'GEMINI_API_KEY="§"\r\nOTHER=1\r\n',
  'export GEMINI_API_KEY="§"',
  'KEY: §',
  '{"apiKey":"§"}',
  '{\\"apiKey\\":\\"§\\"}',
  '{\\\\\\"apiKey\\\\\\":\\\\\\"§\\\\\\"}',
  "headers: { 'x-goog-api-key': '§' }",
  'curl -H "x-goog-api-key: §" https://x.y',
  "curl -H 'Authorization: Bearer §'",
  'https://x.y/v1/models?key=§&alt=sse',
  'https://x.y/v1/models?key=§',
  '?key%3D§',
  '?key%253D§',
  '<script src="https://x.y/js?key=§&callback=init"></script>',
  '<script src="https://x.y/js?key=§&amp;callback=init"></script>',
  '<meta name=k content=§>',
  '<string name="some_key">§</string>',
  '<key>§</key>',
  '[link](https://x.y/?key=§)',
  '{key: §, model: x}',
  'prod,§,eu\n',
  '[§]',
  'f(§)',
  '// §',
  '# §',
  '/* § */',
  '<!-- § -->',
  '-- §',
  'ENV GEMINI_API_KEY=§',
  'ENV GEMINI_API_KEY §',
  'ARG KEY=§',
  '//registry.npmjs.org/:_authToken=§',
  'setx GEMINI_API_KEY §',
  '$env:GEMINI_API_KEY = "§"',
  'key = "§" # toml',
  'os.environ["A1"] = "§"',
  '{"cells":[{"source":["k = \\"§\\"\\n"],"outputs":[{"text":["§\\n"]}]}]}',
  '{"sourcesContent":["const a=\'§\';\\nfoo"]}',
  '"const x = 1;\\n§\\n"',
  '"a\\t§\\tb"',
  'key\\u003d§\\u0026x',
  'key\\x3d§',
  'key\\075§',
  'key=3D§',
  '\x1b[0m§\x1b[0m',
  '\\u001b[32m§\\u001b[0m',
  '{"headers":[{"name":"x-goog-api-key","value":"§"}]}',
  'var a={apiKey:"§",b:1};function f(){return §}',
  "INSERT INTO t VALUES (1,'§',NULL);",
  'key is §.',
  'key is §, then',
  '§;',
  '§|¶',
  '<§>',
  '§\\n',
  '§\0',
  '日本語 "§" 語',
  'a\u{1f600}b §',
  '\ufeffKEY=§',
  'a\n\n  b: §\n',
] as const;

describe.each(kinds)('C2 %s in every context', (rule, key, other) => {
  test.each(contexts)('%j', (context) => {
    const text = context.replaceAll('¶', other).replaceAll('§', key);
    const found = findings(text).filter((finding) => finding.rule === rule);
    const at = text.indexOf(key);
    expect(at).toBeGreaterThanOrEqual(0);
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    const column =
      before.replace(/^\ufeff/, '').length -
      (before.replace(/^\ufeff/, '').lastIndexOf('\n') + 1) +
      1;
    expect(found[0]?.where).toMatchObject({
      line,
      column,
      endLine: line,
      endColumn: column + key.length,
    });
    expect(found[0]?.severity).toBe('error');
    expect(JSON.stringify(found)).not.toContain(key.slice(8, 20));
  });

  test('a key that ends in - or _', () => {
    for (const last of '-_') {
      const odd = key.slice(0, -1) + last;
      for (const text of [odd, `"${odd}"`, `k=${odd}\n`, `${odd}&x`]) {
        expect(findings(text).map((finding) => finding.rule)).toContain(rule);
      }
    }
  });
});

describe('A4 the first hit does not end the search of the line', () => {
  test('A4 two keys on one line are two findings', () => {
    const [one, two] = [standardKey(1), authKey(2)];
    const found = findings(`a=${one}; b=${two}; c=${standardKey(3)}`);
    expect(found.map(({ where }) => where.column)).toEqual([3, 46, 103]);
  });

  test('A4 the same key 500 times is one finding with 500 places, 100 of them listed', () => {
    const found = findings(`x = "${authKey(5)}"\n`.repeat(500));
    expect(found).toHaveLength(1);
    expect(found[0]?.count).toBe(500);
    expect(found[0]?.places).toHaveLength(100);
    expect(found[0]?.places[99]).toMatchObject({ line: 100, column: 6 });
  });
});

describe('C1 the new AQ. keys', () => {
  const body = authKey(9).slice(9);
  test('C1 the known inner prefix is sure', () => {
    expect(findings(authKey(1))[0]).toMatchObject({ confidence: 'high', remarks: [] });
  });
  test.each([30, 40, 50, 64, 100])(
    'C1 another inner prefix with %d characters is found',
    (length) => {
      const key = `AQ${'.'}Zz${body}${body}${body}`.slice(0, length + 3);
      const found = findings(`apiKey: "${key}"`).filter(({ rule }) => rule === 'gemini-auth-key');
      expect(found[0]).toMatchObject({ confidence: 'medium', remarks: ['unknown-inner-prefix'] });
    },
  );
  test.each([
    'FAQ.Something interesting is written here, and it goes on for long enough',
    'The FAQ. AQ. is not a key. AQ.',
    `x.AQ.b`,
    'e.AQ.enableProfilerNestedUpdateScheduledHookWithSomeMoreWords=1',
    'AQ.ThisIsJustALongNameInSomeMinifiedBundle2WithDigits3',
    'AQ.this_is_a_long_snake_case_property_name_of_a_module',
    'AQ.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    `eyJhbGciOiJIUzI1NiJ9AQ.${body}.${body}`,
    `FAQ.${authKey(3).slice(3)}`,
  ])('C1 no key: %s', (text) => {
    expect(findings(text).filter(({ rule }) => rule === 'gemini-auth-key')).toEqual([]);
  });
});
