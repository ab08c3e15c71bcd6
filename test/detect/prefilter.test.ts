import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { compile, Hits } from '../../src/detect/engine.ts';
import { mayHold } from '../../src/detect/prefilter.ts';
import { expand } from '../helpers/samples.ts';

const engine = compile(rules);

/** Lower-case needles, without those that contain another one, as one alternation. */
function alternation(): string {
  const texts = [...new Set(engine.needles.map(({ text }) => text.toLowerCase()))].sort();
  const least = texts.filter(
    (text) => !texts.some((other) => other !== text && text.includes(other)),
  );
  const escaped = least.map((text) =>
    text.replace(
      /[^A-Za-z0-9_ -]/g,
      (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`,
    ),
  );
  return escaped.join('|');
}

test("needles.ts holds exactly the engine's needles (renew it: npx vitest run test/detect/prefilter.test.ts -u)", async () => {
  const text = `/** Made by test/detect/prefilter.test.ts from the rules; do not edit. */
export const needles =
  String.raw\`${alternation()}\`;
`;
  await expect(text).toMatchFileSnapshot('../../src/detect/needles.ts');
});

test('the prefilter lets every needle through, in any case and place', () => {
  for (const { text, fold } of engine.needles) {
    for (const spelled of fold ? [text, text.toUpperCase()] : [text]) {
      expect(mayHold(Buffer.from(`x\n${spelled}`, 'latin1'))).toBe(true);
    }
  }
  expect(mayHold(Buffer.from('const answer = 42;\n'))).toBe(false);
});

test('wherever the engine finds a sample, the prefilter has let it through', () => {
  let checked = 0;
  for (const sample of rules.flatMap((rule) => [...rule.samples.hits, ...rule.samples.misses])) {
    const bytes = Buffer.from(expand(sample), 'latin1');
    const hits = new Hits();
    engine.scan(bytes, 0, bytes.length, hits);
    if (hits.length > 0) expect(mayHold(bytes)).toBe(true);
    checked += hits.length;
  }
  expect(checked).toBeGreaterThan(50);
});
