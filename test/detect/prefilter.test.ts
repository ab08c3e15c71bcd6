import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { compile, Hits } from '../../src/detect/engine.ts';
import { mayHold } from '../../src/detect/prefilter.ts';
import { expand } from '../helpers/samples.ts';

const engine = compile(rules);

const SEPARATOR = '\n';

/** The needles as source text, without those that contain another one. */
function sourceOf(): string {
  const plain = engine.needles.filter(({ fold }) => !fold).map(({ text }) => text);
  const fold = engine.needles.filter((needle) => needle.fold).map(({ text }) => text.toLowerCase());
  const covered = (text: string) =>
    fold.some((other) => other !== text && text.toLowerCase().includes(other)) ||
    plain.some((other) => other !== text && text.includes(other) && !fold.includes(text));
  const list = (texts: readonly string[]) =>
    `'${[...new Set(texts)]
      .filter((text) => !covered(text))
      .map(escaped)
      .sort()
      .join('\\n')}'`;
  return `/** Made by test/detect/prefilter.test.ts from the rules; do not edit. */
export const SEPARATOR = '\\n';
/** Found as they stand. */
export const exact = ${list(plain)};
/** Found in any case. */
export const folded = ${list(fold)};
`;
}

const escaped = (text: string) =>
  text.replace(
    /[^ -~]|['\\]/g,
    (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

test('needles.ts holds the needles of the engine (renew it: npx vitest run test/detect/prefilter.test.ts -u)', async () => {
  expect(engine.needles.some(({ text }) => text.includes(SEPARATOR))).toBe(false);
  await expect(sourceOf()).toMatchFileSnapshot('../../src/detect/needles.ts');
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
