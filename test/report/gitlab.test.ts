/** GitLab's report against the rules of GitLab's schema. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { gitlab } from '../../src/report/gitlab.ts';
import type { Report } from '../../src/types.ts';
import { clean, finding, full, text as joined, plain, report, stopped } from './sample.ts';

const write = (shown: Report) => joined(gitlab(shown, plain));

const text = { type: 'string' };
const filled = { type: 'string', minLength: 1 };
const web = { type: 'string', pattern: '^https?://.+' };
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' };
const fields = (properties: object, required = Object.keys(properties)) => {
  return { type: 'object', properties, required };
};
const program = fields({
  id: filled,
  name: filled,
  version: filled,
  vendor: fields({ name: filled }),
  url: web,
});

/**
 * The rules of GitLab's secret-detection schema, all that bear on what we write, in our own words: the
 * schema is not on npm. They were compared with its version 15.2.1, clause by clause. $KEYFENCE_GITLAB_SCHEMA
 * names a copy of the real one, which is then asked too.
 */
const gitlabRules = {
  ...fields(
    {
      version: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' },
      schema: web,
      scan: fields({
        type: { const: 'secret_detection' },
        status: { enum: ['success', 'failure'] },
        start_time: time,
        end_time: time,
        analyzer: program,
        scanner: program,
        messages: {
          type: 'array',
          items: fields({ level: { enum: ['info', 'warn', 'fatal'] }, value: filled }),
        },
      }),
      vulnerabilities: {
        type: 'array',
        items: fields(
          {
            id: filled,
            category: { const: 'secret_detection' },
            name: { type: 'string', maxLength: 255 },
            description: { type: 'string', maxLength: 1_048_576 },
            severity: { enum: ['Info', 'Unknown', 'Low', 'Medium', 'High', 'Critical'] },
            solution: { type: 'string', maxLength: 7000 },
            identifiers: {
              type: 'array',
              minItems: 1,
              items: fields({ type: filled, name: filled, value: filled }),
            },
            details: {
              type: 'object',
              additionalProperties: fields({ name: filled, type: { const: 'text' }, value: text }),
            },
            location: fields(
              {
                file: text,
                commit: fields({ sha: filled, author: text, date: text }, ['sha']),
                start_line: { type: 'number' },
                end_line: { type: 'number' },
              },
              ['commit'],
            ),
            raw_source_code_extract: text,
          },
          ['id', 'identifiers', 'location'],
        ),
      },
      remediations: { type: 'array', maxItems: 0 },
    },
    ['scan', 'version', 'vulnerabilities'],
  ),
};
/** Every object of ours holds the keys that stand above and no others. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema) || typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.entries(schema).map(([key, value]) => [key, closed(value)]);
  return {
    ...('properties' in schema && { additionalProperties: false }),
    ...Object.fromEntries(inner),
  };
};
const gitlabValidator = new Ajv2020({ strict: false }).compile(closed(gitlabRules) as object);
const realGitlab = process.env.KEYFENCE_GITLAB_SCHEMA;
const realValidator = realGitlab
  ? new Ajv2020({ strict: false, validateSchema: false, logger: false }).compile({
      ...JSON.parse(readFileSync(realGitlab, 'utf8')),
      $schema: undefined,
    })
  : undefined;

test('G5 GitLab: what its schema requires, failure when incomplete, ids unique', () => {
  for (const shown of [full, clean, stopped]) {
    const parsed = JSON.parse(write(shown));
    expect(gitlabValidator(parsed), JSON.stringify(gitlabValidator.errors)).toBe(true);
    if (realValidator)
      expect(realValidator(parsed), JSON.stringify(realValidator.errors)).toBe(true);
    expect(parsed.scan.status).toBe(shown.complete ? 'success' : 'failure');
    const ids = parsed.vulnerabilities.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
  const twice = report('staged', {
    findings: [finding('a.ts'), finding('a.ts')],
    started: '2026-06-01T12:00:00',
  });
  const parsed = JSON.parse(write(twice));
  expect(parsed.vulnerabilities[0].id).not.toBe(parsed.vulnerabilities[1].id);
  expect(parsed.scan.start_time).toBe('2026-06-01T12:00:00');
});
