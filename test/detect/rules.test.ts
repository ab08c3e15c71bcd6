/** A rule proves itself: every sample of every built-in rule. */
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { optional } from '../../rules/optional.ts';
import { compile } from '../../src/detect/engine.ts';
import { findings } from '../helpers/detect.ts';
import { expand } from '../helpers/samples.ts';

test('rule ids are unique and speak kebab-case', () => {
  const ids = rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test.each(rule.samples.hits)('finds %s', (sample) => {
    expect(findings(expand(sample)).map((finding) => finding.rule)).toContain(id);
  });
  test.each(rule.samples.misses)('leaves %s', (sample) => {
    expect(findings(expand(sample)).map((finding) => finding.rule)).not.toContain(id);
  });
});

describe.each(optional.map((rule) => [rule.id, rule] as const))('%s, once it is on', (id, rule) => {
  const engine = compile([...rules, ...optional]);
  const has = (sample: string) =>
    findings(expand(sample), { engine }).map((finding) => finding.rule);

  test.each(rule.samples.hits)('finds %s', (sample) => expect(has(sample)).toContain(id));
  test.each(rule.samples.misses)('leaves %s', (sample) => expect(has(sample)).not.toContain(id));
  test('is not among the rules that are on', () => {
    expect(rules.map((one) => one.id)).not.toContain(id);
  });
});
