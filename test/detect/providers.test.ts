/** Keys of other providers, by their shape alone, and the generic rule over other people's packages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { providers } from '../../rules/providers.ts';
import { findings } from '../helpers/detect.ts';
import { root } from '../helpers/repo.ts';
import { expand } from '../helpers/samples.ts';

/** Each sample's key: what the rule reports of the sample. */
const keyOf = (sample: string) => findings(expand(sample), { showSecrets: true })[0]!.secret;

describe.each(providers.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const key = keyOf(rule.samples.hits[0]!);

  test.each([
    '§',
    '"§"',
    'token = §',
    '{"k":"§"}',
    '{\\"k\\":\\"§\\"}',
    'the key is §, ok?',
    '?t=§&b=1',
    '<v>§</v>',
    '§\\nnext',
    "x('§')",
    '# §\r\n',
    '[§]',
    '`§`',
  ])('stands alone in %s', (block) => {
    const [found] = findings(block.replace('§', key), { showSecrets: true });
    expect(found).toMatchObject({ rule: id, secret: key, provider: rule.provider });
  });

  test('beats the generic rule, and learns the name', () => {
    const found = findings(`fooApiKey: "${key}"`);
    expect(found).toMatchObject([{ rule: id, name: 'fooApiKey', provider: rule.provider }]);
  });

  test('shows only the public prefix and four characters', () => {
    const [found] = findings(key);
    const prefixes = rule.patterns.map((pattern) =>
      pattern.kind === 'token' ? pattern.prefix : '',
    );
    const shown = found!.secret.split('…');
    expect(prefixes).toContain(shown[0]);
    expect(shown[1]).toBe(key.slice(-4));
  });

  test('tells where to revoke it and what to read instead', () => {
    expect(rule.revoke).toMatch(/^https:\/\//);
    expect(rule.env).toMatch(/^[A-Z][A-Z0-9_]+$/);
  });
});

test('E3 nothing in the packages of node_modules, dist files included', () => {
  const modules = join(root, 'node_modules');
  const wrong: string[] = [];
  let files = 0;
  for (const path of readdirSync(modules, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:[cm]?[jt]s|json|md|map|html|css)$/.test(path)) continue;
    files++;
    for (const { rule, where } of findings(readFileSync(join(modules, path)), { path })) {
      wrong.push(`${rule} ${path}:${where.line}`);
    }
  }
  expect(files).toBeGreaterThan(1000);
  expect(wrong).toEqual([]);
});
