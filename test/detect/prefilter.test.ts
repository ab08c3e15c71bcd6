import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { compile, Hits } from '../../src/detect/engine.ts';
import { mayHold } from '../../src/detect/prefilter.ts';
import { expand } from '../helpers/samples.ts';

const engine = compile(rules);

/** The needles, without those that contain another one, as one alternation. */
function alternation(): string {
  const plain = engine.needles.filter(({ fold }) => !fold).map(({ text }) => text);
  const folded = engine.needles.filter(({ fold }) => fold).map(({ text }) => text.toLowerCase());
  const covered = (text: string) =>
    folded.some((other) => other !== text && text.toLowerCase().includes(other)) ||
    plain.some((other) => other !== text && text.includes(other) && !folded.includes(text));
  const spelled = new Set([
    ...plain.filter((text) => !covered(text)).map((text) => escaped(text, false)),
    ...folded.filter((text) => !covered(text)).map((text) => escaped(text, true)),
  ]);
  return [...spelled].sort().join('|');
}

const escaped = (text: string, fold: boolean) =>
  text.replace(/[^0-9_]/g, (letter) => {
    if (/[A-Za-z]/.test(letter)) {
      return fold ? `[${letter.toUpperCase()}${letter.toLowerCase()}]` : letter;
    }
    return `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });

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
