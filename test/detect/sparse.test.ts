import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { compile } from '../../src/detect/engine.ts';
import { type JudgeContext, judge } from '../../src/detect/findings.ts';
import { Glance, needlesOfRows } from '../../src/detect/glance.ts';
import { Hits } from '../../src/detect/hits.ts';
import { owners } from '../../src/detect/owners.ts';
import { Sparse } from '../../src/detect/sparse.ts';
import { random } from '../helpers/keys.ts';
import { expand } from '../helpers/samples.ts';

const engine = compile(rules);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const context: JudgeContext = {
  ...{ inline: true, webKeys: 'error', showSecrets: true, sha256 },
  origin: { kind: 'blob', path: '' },
};

const listOf = (hits: Hits) =>
  Array.from({ length: hits.length }, (_, index) => [
    hits.rule(index),
    hits.start(index),
    hits.end(index),
  ]);

/** Samples, and texts made at random of their pieces. */
function texts(): string[] {
  const samples = rules
    .flatMap((rule) => [...rule.samples.hits, ...rule.samples.misses])
    .map((sample) => expand(sample));
  const pick = random(11);
  const made = [...samples];
  for (let count = 0; count < 3000; count++) {
    const piece = () => {
      const text = samples[pick(samples.length)]!;
      return pick(3) === 0
        ? text
        : text.slice(pick(text.length >> 1), text.length - pick(text.length >> 1));
    };
    const joint = () => ['', ' ', '\n', '-', 'x', '\\n', '%22', '\0', '=', '"', ': "'][pick(11)]!;
    made.push(' '.repeat(pick(9)) + piece() + joint() + piece() + joint() + piece());
  }
  return made;
}

test('what stands at the places of the first look is what the engine finds, and is judged alike', () => {
  const glance = Glance.open()!;
  const sparse = new Sparse(rules, needlesOfRows(), owners);
  let found = 0;
  let passed = 0;
  for (const text of texts()) {
    for (const bytes of [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')]) {
      const hits = new Hits();
      engine.scan(bytes, 0, bytes.length, hits);
      const own = new Hits();
      const count = glance.look(bytes);
      expect(count).toBeGreaterThanOrEqual(0);
      sparse.scan(bytes, glance.found, count, own);
      expect([text, listOf(own)]).toEqual([text, listOf(hits)]);
      expect([text, judge(sparse, bytes, own, context)]).toEqual([
        text,
        judge(engine, bytes, hits, context),
      ]);
      found += hits.length;
      passed += count > 0 && hits.length === 0 ? 1 : 0;
    }
  }
  expect(found).toBeGreaterThan(2000);
  expect(passed).toBeGreaterThan(200);
});

test('a list that is full says so, and nothing is written behind it', () => {
  const glance = Glance.open()!;
  expect(glance.look(Buffer.from('%41 '.repeat(8192)))).toBe(8192);
  expect(glance.look(Buffer.from('%41 '.repeat(8193)))).toBe(-1);
  expect(glance.look(Buffer.from('=%41'))).toBe(1);
  expect([...glance.found.subarray(1, 2)]).toEqual([1]);
});
