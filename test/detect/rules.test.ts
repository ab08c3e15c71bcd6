/** A rule proves itself: every sample of every built-in rule. */
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
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
