/** ACCEPTANCE G1, on the level of findings: nothing but a public prefix and four characters leaves. */
import { expect, test } from 'vitest';
import { findings, judged } from '../helpers/detect.ts';
import { authKey, genericValue, random, standardKey } from '../helpers/keys.ts';

/** Every secret that the text holds, in any spelling given: no 6 characters of one may be seen. */
function expectHidden(shown: string, secrets: readonly string[]): void {
  for (const secret of secrets) {
    const start = secret.startsWith('AIza') ? 4 : secret.startsWith('AQ.') ? 3 : 0;
    for (let at = start; at + 5 <= secret.length - 4; at++) {
      expect(shown).not.toContain(secret.slice(at, at + 6));
    }
  }
}

test('G1 prefix and last four', () => {
  const key = standardKey(51);
  expect(findings(key)[0]?.secret).toBe(`AIza…${key.slice(-4)}`);
  const auth = authKey(51);
  expect(findings(auth)[0]?.secret).toBe(`AQ.…${auth.slice(-4)}`);
  const value = genericValue(51);
  expect(findings(`apiKey: "${value}"`)[0]?.secret).toBe(`…${value.slice(-4)}`);
});

test('G1 at most a quarter of a short value', () => {
  const value = genericValue(3, 16);
  const [finding] = findings(`apiKey: "${value}"`);
  if (finding) expect(finding.secret.length - 1).toBeLessThanOrEqual(value.length / 4);
});

test('G1 the frame masks every secret in its lines: neighbours, ignored ones, encoded ones', () => {
  const one = standardKey(52);
  const two = authKey(53);
  const three = genericValue(54);
  const encoded = Buffer.from(`KEY=${authKey(55)}`).toString('base64');
  const text = [
    `before = "${two}" # keyfence:ignore-line revoked`,
    `k = "${one}"; apiKey = "${three}"; j = "${two}"; e = "${encoded}"`,
    `after = "${encoded}" # keyfence:ignore-line gemini-auth-key`,
  ].join('\n');
  const result = judged(text);
  expect(result.findings.map(({ rule }) => rule).sort()).toEqual([
    'gemini-auth-key',
    'gemini-auth-key',
    'google-api-key',
    'hardcoded-api-key',
  ]);
  expectHidden(JSON.stringify(result), [one, two, three, authKey(55), encoded.slice(8)]);
  const frame = result.findings.find(({ rule }) => rule === 'google-api-key')!.frame;
  expect(frame).toHaveLength(3);
  const [start, length] = frame[1]!.mark!;
  expect(frame[1]!.text.slice(start, start + length)).toBe(`AIza…${one.slice(-4)}`);
});

test('G1 random texts full of keys: no finding shows a piece of any', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const next = random(seed);
    const secrets: string[] = [];
    let text = '';
    for (let count = 0; count < 30; count++) {
      const secret = next(2) === 0 ? standardKey(seed * 100 + count) : authKey(seed * 100 + count);
      secrets.push(secret);
      const spelled = [
        secret,
        Buffer.from(`k=${secret}`).toString('base64'),
        [...secret].map((char) => `%${char.charCodeAt(0).toString(16)}`).join(''),
      ][next(3)]!;
      if (spelled !== secret) secrets.push(spelled);
      text += `${'x'.repeat(next(120))} é "${spelled}"${next(3) === 0 ? '\n' : ' , '}`;
    }
    const shown = findings(text);
    expect(shown.length).toBe(30);
    expectHidden(JSON.stringify(shown.map(({ frame, secret }) => [frame, secret])), secrets);
    for (const { frame } of shown) {
      expect(frame.length).toBeLessThanOrEqual(3);
      for (const { text } of frame) expect(text.length).toBeLessThanOrEqual(200);
    }
  }
});

test('G1 what surrounds a key inside a longer secret is hidden too', () => {
  const outer = genericValue(58, 30);
  for (const text of [
    `apiKey: "${outer}.${standardKey(58)}.${outer}"`,
    `apiKey = "${outer}/${authKey(58)}"; b = "${standardKey(59)}"`,
  ]) {
    const shown = findings(text);
    expect(shown.length).toBeGreaterThan(0);
    expectHidden(JSON.stringify(shown), [standardKey(58), authKey(58), standardKey(59)]);
  }
});

test('G1 --show-secrets shows it', () => {
  const key = standardKey(56);
  const [finding] = findings(`k = "${key}"`, { showSecrets: true });
  expect(finding?.secret).toBe(key);
  expect(finding?.frame[0]?.text).toContain(key);
});

test('G1 a key split over literals and one wrapped in base64 lines', () => {
  const key = standardKey(57);
  const split = `const k = "${key.slice(0, 20)}" +\n  "${key.slice(20)}";`;
  expectHidden(JSON.stringify(findings(split)), [key]);
  const lines = Buffer.from(`${'#'.repeat(30)}\n${key}\n`)
    .toString('base64')
    .match(/.{1,64}/g)!;
  const wrapped = lines.join('\n');
  expect(findings(wrapped)).toHaveLength(1);
  expectHidden(
    JSON.stringify(findings(wrapped)),
    lines.map((line) => line.slice(48)),
  );
});
