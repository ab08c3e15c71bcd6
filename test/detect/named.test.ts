/** Literals under apiKey-like names: every syntax in named/hits.txt, nothing in named/misses.txt. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hardcodedApiKey } from '../../rules/generic.ts';
import { compile, Hits } from '../../src/detect/engine.ts';
import { findings } from '../helpers/detect.ts';
import { random, randomText } from '../helpers/keys.ts';
import { root } from '../helpers/repo.ts';

const ID = 'hardcoded-api-key';
const HEX = '0123456789abcdef';
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ANY = `${LOWER}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** Values of the makes that real keys have. */
const values = [
  randomText(32, 11, HEX),
  randomText(40, 12, HEX),
  randomText(36, 13, LOWER),
  randomText(32, 14, ANY),
  randomText(43, 15, `${ANY}-_`),
  `sk-${randomText(32, 16, ANY)}`,
  `${randomText(22, 17, ANY)}.${randomText(43, 18, ANY)}`,
];

/** Blocks between lines of `----`; `@@` is where the value stands. */
const blocks = (name: string) =>
  readFileSync(join(root, 'test', 'detect', 'named', name), 'utf8')
    .split(/^----\n/m)
    .map((block) => block.replace(/\n$/, ''));

const named = (text: string, path = '') => findings(text, { path, showSecrets: true });

/** Line and column (in UTF-16 code units) of the value in the text. */
function placeOf(text: string, value: string) {
  const before = text.slice(0, text.indexOf(value)).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

describe('C2 every syntax in which a name gets its value', () => {
  test.each(blocks('hits.txt'))('%s', (block) => {
    for (const value of values) {
      const text = block.replaceAll('@@', () => value);
      const found = named(text).find(({ rule, secret }) => rule === ID && secret === value);
      expect(found, text.replaceAll(value, '…')).toBeDefined();
      expect(found!.where).toMatchObject(placeOf(text, value));
    }
  });
});

test('C2 the same with CRLF, a byte order mark, no final newline, in a notebook, in UTF-16', () => {
  const value = values[4]!;
  const missed: string[] = [];
  for (const block of blocks('hits.txt')) {
    const text = block.replaceAll('@@', () => value);
    const forms = {
      crlf: text.replaceAll('\n', '\r\n'),
      mark: `\ufeff${text}`,
      after: `ü中\n${text}\n`,
      notebook: JSON.stringify({ source: [text] }),
      utf16: new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')),
    };
    for (const [form, content] of Object.entries(forms)) {
      const found = findings(content, { showSecrets: true });
      if (!found.some(({ secret }) => secret === value)) missed.push(`${form}: ${block}`);
    }
  }
  // A table's cell is not found in a notebook's JSON nor in UTF-16.
  const tables = /^(?:notebook|utf16): (?:id,api_key|"api_key";|name\tapikey|COPY )/;
  expect(missed.filter((one) => !tables.test(one))).toEqual([]);
});

describe('E2 placeholders, reads, labels, types, sentences, other names', () => {
  test.each(blocks('misses.txt'))('%s', (block) => {
    for (const value of values) {
      const text = block.replaceAll('@@', () => value);
      expect(named(text).filter(({ rule }) => rule === ID)).toEqual([]);
    }
  });
});

test('C6 name and value on two lines is an error, as Prettier leaves it', () => {
  for (const text of [`apiKey:\n  "${values[3]}"`, `const geminiApiKey =\n  '${values[3]}';`]) {
    const [found] = named(text);
    expect(found).toMatchObject({ rule: ID, severity: 'error', where: { line: 2 } });
  }
});

test.each([
  ['GEMINI_API_KEY', 'Google'],
  ['mistralApiKey', 'Mistral AI'],
  ['OpenAIApiKey', 'OpenAI'],
  ['newRelicApiKey', 'New Relic'],
  ['myApiKey', undefined],
])('the name %s tells the provider %s', (name, provider) => {
  const [found] = named(`${name}: "${values[3]}"`);
  expect(found?.name).toBe(name);
  expect(found?.provider).toBe(provider);
});

test.each([
  'package-lock.json',
  'web/pnpm-lock.yaml',
  'Cargo.lock',
  'go.sum',
  'dist/app.js.map',
  'dist/app.min.js',
  'logo.svg',
])('E3 the rule has no business in %s', (path) => {
  expect(named(`{"apiKey":"${values[3]}"}`, path)).toEqual([]);
});

test('E3 the rule has no business in a line that a bundler wrote, but in long lines of data', () => {
  const line = `${'var a=1;'.repeat(200)}b={apiKey:"${values[3]}"}`;
  expect(named(line, 'dist/app.js')).toEqual([]);
  expect(named(line, 'export.har').map(({ rule }) => rule)).toEqual([ID]);
});

test('what a hit holds depends on the bytes of its window alone', () => {
  const engine = compile([hardcodedApiKey]);
  const next = random(99);
  const noise = (length: number) => randomText(length, next(1e9), `${ANY} =:"'{}(),;\n`);
  const hits = new Hits();
  for (const block of blocks('hits.txt')) {
    const text = block.replaceAll('@@', () => values[next(values.length)]!);
    const around = noise(engine.behind) + text + noise(engine.ahead);
    const ends = [noise(300), noise(700)].map((left) => {
      const bytes = new TextEncoder().encode(left + around + noise(200));
      hits.clear();
      engine.scan(
        bytes,
        left.length + engine.behind,
        left.length + engine.behind + text.length,
        hits,
      );
      return Array.from({ length: hits.length }, (_, index) => {
        const secret = engine.explain(hits.rule(index), bytes, hits.start(index));
        return [hits.start(index), hits.end(index), secret?.start].map(
          (offset) => offset !== undefined && offset - left.length,
        );
      });
    });
    expect(ends[0]).toEqual(ends[1]);
  }
});

test('H4 a text of names alone is read in linear time', () => {
  const engine = compile([hardcodedApiKey]);
  const hits = new Hits();
  const pieces = ['apiKey', 'apiKey=', '"apiKey","', 'apiKey("apiKey ', 'api_key: : :', 'apiKey\n'];
  for (const piece of pieces) {
    const seconds = [1, 4].map((size) => {
      const bytes = new TextEncoder().encode(piece.repeat((size * 200_000) / piece.length));
      const started = performance.now();
      engine.scan(bytes, 0, bytes.length, hits);
      return performance.now() - started;
    });
    expect(seconds[1]!, piece).toBeLessThan(Math.max(seconds[0]! * 16, 400));
    hits.clear();
  }
});

test("a fingerprint of keyfence's own is no literal under an API key's name", () => {
  const hash = randomText(32, 99, HEX);
  for (const id of ['hardcoded-api-key', 'google-api-key', 'openai-api-key']) {
    const text = `npx keyfence ignore ${id}:${hash} --reason "made up"\n`;
    expect(findings(text)).toEqual([]);
  }
  expect(findings(`api-key: ${hash}\n`)).toHaveLength(1);
});
