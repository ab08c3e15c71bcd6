/** The one schema of the config: published, documented, and the same to any other reader. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { optional } from '../rules/optional.ts';
import { readConfig } from '../src/config/read.ts';
import { configSchema, published, type Schema } from '../src/config/schema.ts';
import { root } from './helpers/repo.ts';

const all = [...rules, ...optional];

describe('the published schema', () => {
  test('schema/config.json is what the source says (vitest -u writes it anew)', async () => {
    await expect(published(all)).toMatchFileSnapshot(join(root, 'schema/config.json'));
  });

  test('docs/configuration.md has every key with its description', () => {
    const text = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
    const rule = configSchema.properties.customRules.items.properties;
    for (const [key, { description }] of Object.entries({ ...configSchema.properties, ...rule })) {
      const row = text.split('\n').find((line) => line.startsWith(`| \`${key}\``));
      expect(row?.replaceAll('\\', ''), key).toContain(description);
    }
  });

  test('it uses no keyword that the reader does not know, and describes every key', () => {
    const known =
      'description type enum pattern minimum maximum minItems minLength items properties required additionalProperties anyOf'.split(
        ' ',
      );
    const walk = (schema: Schema, path: string): void => {
      for (const key of Object.keys(schema)) expect(known, path).toContain(key);
      for (const [key, value] of Object.entries(schema.properties ?? {})) {
        expect(value.description, `${path}.${key}`).toBeTruthy();
        walk(value, `${path}.${key}`);
      }
      for (const next of [schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])]) {
        if (next) walk(next, path);
      }
    };
    walk(configSchema, '');
  });
});

/** Repeats itself, unlike Math.random. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const strays = [null, true, 3, 1.5, -1, '', 'x', [], {}, ['x'], { glob: 'x' }, 'off', 1e12];

/** A value that the schema admits, or, now and then, one that it does not. */
function made(schema: Schema, roll: (sides: number) => number): unknown {
  if (roll(25) === 0) return strays[roll(strays.length)];
  if (schema.anyOf) return made(schema.anyOf[roll(2)]!, roll);
  if (schema.enum) return schema.enum[roll(schema.enum.length)];
  if (schema.type === 'boolean') return roll(2) === 0;
  if (schema.type === 'integer') return (schema.minimum ?? 0) + roll(5) - (roll(9) === 0 ? 3 : 0);
  if (schema.type === 'string') return ['src/**', 'acme-token', 'A b', ''][roll(12) % 4];
  if (schema.type === 'array')
    return Array.from({ length: roll(4) }, () => made(schema.items!, roll));
  const entries = Object.entries(schema.properties ?? {})
    .filter(([key]) => roll(30) > 0 && (schema.required?.includes(key) || roll(2) === 0))
    .map(([key, inner]) => [key, made(inner, roll)]);
  const more = schema.additionalProperties;
  if (more && roll(2) === 0) entries.push(['google-api-key', made(more, roll)]);
  if (roll(30) === 0) entries.push(['surprise', 1]);
  return Object.fromEntries(entries);
}

test('F5 our reader and a JSON Schema validator agree on ten thousand configs', () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(published(all)));
  const verdicts = { good: 0, bad: 0 };
  for (let seed = 0; seed < 10_000; seed++) {
    const value = made(configSchema, dice(seed));
    const text = JSON.stringify(value);
    let good = true;
    try {
      readConfig({ name: 'x', text }, configSchema);
    } catch {
      good = false;
    }
    expect(validate(value), text).toBe(good);
    verdicts[good ? 'good' : 'bad']++;
  }
  expect(verdicts.good).toBeGreaterThan(1000);
  expect(verdicts.bad).toBeGreaterThan(1000);
});

test('an editor is offered every rule by name, and its severities', () => {
  const { properties } = JSON.parse(readFileSync(join(root, 'schema/config.json'), 'utf8'));
  const offered = properties.rules.properties;
  expect(Object.keys(offered).sort()).toEqual(all.map(({ id }) => id).sort());
  for (const { id, title } of all)
    expect(offered[id]).toEqual({ enum: ['off', 'warning', 'error'], description: title });
});
