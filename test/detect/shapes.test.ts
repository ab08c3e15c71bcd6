/** ACCEPTANCE E2 and E3 for the Gemini kinds: filler is nothing, everything else of exact shape is found. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { google, googleApiKey } from '../../rules/google.ts';
import { compile } from '../../src/detect/engine.ts';
import { findings } from '../helpers/detect.ts';
import { authKey, random, randomText, standardKey } from '../helpers/keys.ts';

const rulesOf = (text: string, path = '') => findings(text, { path }).map(({ rule }) => rule);
const A = `AI${'za'}`;
const Q = `AQ${'.'}`;
const digits = '0123456789';
const alphabet = 'abcdefghijklmnopqrstuvwxyz';

describe('E2 filler of exact shape', () => {
  test.each([
    A + 'X'.repeat(35),
    `${A}Sy${'x'.repeat(33)}`,
    `${A}Sy${'0'.repeat(33)}`,
    `${A}Sy-${'x'.repeat(32)}`,
    `${A}Sy${(alphabet + digits).slice(0, 33)}`,
    `${A}${(alphabet.toUpperCase() + digits).slice(0, 35)}`,
    `${A}Sy${digits.repeat(4).slice(0, 33)}`,
    `${A}Sy_YOUR_API_KEY_HERE_${'x'.repeat(13)}`,
    `${A}SyYOUR-GEMINI-API-KEY-GOES-HERE-1234`.padEnd(39, '5').slice(0, 39),
    `${Q}Ab8RN6${'x'.repeat(44)}`,
    `${Q}Ab8RN6${'X'.repeat(44)}`,
    `${Q}${'A'.repeat(50)}`,
    `${Q}Ab8RN6${(alphabet + alphabet).slice(0, 44)}`,
    `${A}...`,
    `${A}-YOUR-KEY-HERE`,
    `${A}Sy...wxyz`,
    `${A}Sy********************************`,
    `${Q}Ab8RN6...`,
  ])('E2 %s', (text) => {
    for (const context of [text, `apiKey: "${text}"`, `GEMINI_API_KEY=${text}`]) {
      expect(rulesOf(context), context).toEqual([]);
    }
  });

  test('E2 a random key is found in a README, an example, a test, beside the word example', () => {
    for (const path of [
      'README.md',
      'example.test.ts',
      'test/fixtures/sample.json',
      'docs/a.md',
      '.env.example',
    ]) {
      expect(rulesOf(`# example: your key here: ${standardKey(61)}`, path)).toEqual([
        'google-api-key',
      ]);
      expect(rulesOf(`example dummy test ${authKey(61)}`, path)).toEqual(['gemini-auth-key']);
    }
  });

  test('E2 10,000 keys: the structure of real ones is never taken for filler', () => {
    const parts: string[] = [];
    for (let seed = 1; seed <= 5000; seed++) parts.push(standardKey(seed), authKey(seed));
    expect(findings(parts.join('\n')).length).toBe(10_000);
  });

  test('E2 structure grades, it never hides', () => {
    const odd = `${A}${randomText(35, 5)}`;
    expect(findings(odd)[0]).toMatchObject({ confidence: 'medium', remarks: ['looks-made-up'] });
    expect(findings(standardKey(5))[0]).toMatchObject({ confidence: 'high', remarks: [] });
    const body = `${Q}Ab8RN6z${randomText(43, 6)}`;
    expect(findings(body)[0]).toMatchObject({ confidence: 'medium', remarks: ['looks-made-up'] });
  });

  test('E2 a published sample is a warning that says so, still reported', () => {
    const sample = standardKey(77);
    const hash = createHash('sha256').update(sample).digest('hex');
    const grades = { ...googleApiKey.grades!, publicSamples: [hash] };
    const engine = compile(google.map((rule) => (rule.grades ? { ...rule, grades } : rule)));
    const found = findings(`k = "${sample}"; j = "${standardKey(78)}"`, { engine });
    expect(found.map(({ severity, remarks }) => [severity, remarks])).toEqual([
      ['warning', ['known-public-sample']],
      ['error', []],
    ]);
    expect(googleApiKey.grades!.publicSamples).toHaveLength(16);
    for (const one of googleApiKey.grades!.publicSamples) expect(one).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('E3 lock files, bundles, maps, notebooks, base64', () => {
  test.each([
    ['package-lock.json', '"resolved": "https://r.x/p.tgz?key=§"'],
    ['pnpm-lock.yaml', '    resolution: {tarball: https://r.x/p.tgz?key=§}'],
    ['dist/a.min.js', 'var a=function(){return"§"}();'],
    ['a.js.map', '{"sourcesContent":["const k = \\"§\\";\\n"]}'],
    ['a.ipynb', '"source": ["k = \'§\'\\n"]'],
    ['a.svg', '<text>§</text>'],
    ['vendor/x.php', '<?php $k = "§";'],
    ['a.bin', '\0\0\x01§\0\xff'],
  ])('E3 exact shapes are found in %s', (path, line) => {
    for (const key of [standardKey(62), authKey(62)]) {
      expect(rulesOf(line.replace('§', key), path)).toHaveLength(1);
    }
  });

  test('E3 a longer base64 run that holds a key shape is nothing', () => {
    const blob = randomText(4000, 9, `${alphabet}${alphabet.toUpperCase()}${digits}+/`);
    for (let at = 100; at < 3900; at += 37) {
      for (const key of [standardKey(at), authKey(at)]) {
        const inside = blob.slice(0, at) + key.replace('.', 'x') + blob.slice(at);
        expect(rulesOf(inside)).toEqual([]);
        expect(rulesOf(`"data:image/png;base64,${inside}=="`)).toEqual([]);
      }
    }
  });

  test('E3 4 MB of random base64 give nothing', () => {
    const next = random(4);
    const bytes = new Uint8Array(4 << 20);
    const letters = `${alphabet}${alphabet.toUpperCase()}${digits}+/`;
    for (let index = 0; index < bytes.length; index++) bytes[index] = letters.charCodeAt(next(64));
    expect(findings(bytes)).toEqual([]);
  });

  test('E3 a path before the key is no base64', () => {
    expect(rulesOf(`https://host.example/v1/keys/${standardKey(63)}`)).toEqual(['google-api-key']);
    expect(rulesOf(`/${standardKey(63)}/x`)).toEqual(['google-api-key']);
    expect(rulesOf(`a+${standardKey(63)}+b`)).toEqual(['google-api-key']);
  });
});
