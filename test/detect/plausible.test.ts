/** The judgement's measured error, and the shapes that it knows to be harmless. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgeValue, looksIssued } from '../../src/detect/plausible.ts';
import { randomText } from '../helpers/keys.ts';
import { root } from '../helpers/repo.ts';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const LOWER = UPPER.toLowerCase();
const alphabets = {
  hex: `${DIGITS}abcdef`,
  HEX: `${DIGITS}ABCDEF`,
  base32: `${UPPER}234567`,
  base36: DIGITS + LOWER,
  BASE36: DIGITS + UPPER,
  base62: DIGITS + UPPER + LOWER,
  base64url: `${DIGITS + UPPER + LOWER}-_`,
  base64: `${DIGITS + UPPER + LOWER}+/`,
  letters: UPPER + LOWER,
  lower: LOWER,
};

const SAMPLES = 1500;

/** Share of random values that are not seen as such. */
function missed(alphabet: string, length: number, quoted: boolean): number {
  let count = 0;
  for (let seed = 0; seed < SAMPLES; seed++) {
    if (judgeValue(randomText(length, seed * 7919 + length, alphabet), quoted) !== 'random')
      count++;
  }
  return count / SAMPLES;
}

test.each(Object.entries(alphabets))('random %s of 32 and 40 characters is seen', (_, alphabet) => {
  for (const length of [32, 40]) {
    expect(missed(alphabet, length, true)).toBeLessThan(0.004);
    expect(missed(alphabet, length, false)).toBeLessThan(0.008);
  }
});

test.each(Object.entries(alphabets).slice(0, 8))(
  'random %s of 16 to 24 characters is seen',
  (_, alphabet) => {
    expect(missed(alphabet, 24, true)).toBeLessThan(0.004);
    expect(missed(alphabet, 20, true)).toBeLessThan(0.01);
    expect(missed(alphabet, 16, true)).toBeLessThan(0.03);
  },
);

/** Quoted strings without spaces in the packages of node_modules. */
function literals(): Set<string> {
  const found = new Set<string>();
  for (const name of [
    'vite',
    'vitest',
    'typescript/lib',
    '@types/node',
    '@biomejs/biome',
    'rolldown',
  ]) {
    const folder = join(root, 'node_modules', name);
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:[cm]?[jt]s|md)$/.test(path)) continue;
      for (const line of readFileSync(join(folder, path), 'utf8').split('\n')) {
        if (line.length > 400) continue;
        for (const [, text] of line.matchAll(/["'`]([\w\-./+=:@]{16,120})["'`]/g)) found.add(text!);
      }
    }
  }
  return found;
}

test('literals of other people’s code are seen as text', () => {
  const texts = [...literals()];
  expect(texts.length).toBeGreaterThan(5000);
  const wrong = texts.filter((text) => judgeValue(text, true) === 'random');
  // What is left are hashes and encoded data, which would be findings under the name of a key.
  expect(wrong.length / texts.length, wrong.join('\n')).toBeLessThan(0.003);
});

test.each([
  ['short', 'a1b2-short'],
  ['template', '$' + '{secrets.KEY_ABCDEF123}'],
  ['reference', 'https://example.com/a/b1c2d3'],
  ['reference', './keys/prod-2024/gemini'],
  ['text', '/etc/keys/prod-2024/gemini'],
  ['uuid', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  ['uuid', 'projects/p/keys/3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  ['masked', 'sk-********************abcd'],
  ['masked', 'sk-abcd...wxyz1234567'],
  ['public', 'pk_live_51H8aQdLkYtR2mXw'],
  ['placeholder', 'your-gemini-api-key-here'],
  ['placeholder', 'REPLACE_ME_1a2b3c4d5e6f'],
  ['made-up', '0123456789abcdef0123456789abcdef'],
  ['made-up', 'abcdefghijklmnopqrstuvwxyz'],
  ['made-up', 'a1b2c3d4e5f6g7h8i9j0'],
  ['made-up', 'qwertyuiopasdfghjkl1'],
  ['made-up', 'abc123abc123abc123abc123'],
  ['text', 'GOOGLE_CLOUD_PROJECT_NUMBER_2'],
  ['text', 'my-gemini-project-staging-eu-west1'],
  ['text', 'getApiKeyFromKeychainOrEnvironment'],
  ['text', '2026-06-01T12:00:00.000Z'],
])('%s: %s', (judgement, value) => {
  expect(judgeValue(value, true)).toBe(judgement);
});

test('base64 of words is words, base64 of a key is a key', () => {
  const key = randomText(32, 5, alphabets.base62);
  expect(judgeValue(btoa('the-key-of-my-service'), true)).toBe('text');
  expect(judgeValue(btoa(key), true)).toBe('random');
});

test('a shape that matched is dropped only where it is plainly filler', () => {
  for (let seed = 0; seed < SAMPLES; seed++) {
    expect(looksIssued(randomText(36, seed, alphabets.base62))).toBe(true);
    expect(looksIssued(randomText(16, seed, alphabets.base32))).toBe(true);
  }
  for (const filler of [
    'x'.repeat(36),
    `${randomText(9, 1, UPPER)}EXAMPLE`,
    'your-token-goes-here',
  ]) {
    expect(looksIssued(filler)).toBe(false);
  }
});
