import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seemsLarge } from '../src/sources/size.ts';
import { authKey } from './helpers/keys.ts';
import { folder, Repo } from './helpers/repo.ts';

function report(place: Repo, args: readonly string[], env: Record<string, string> = {}): string {
  const how = ['files', '--format', 'json', '--exit-zero', ...args];
  const ran = place.keyfence(how, { env });
  expect([ran.status, ran.stderr]).toEqual([0, '']);
  return ran.stdout.replace(/"started": ?"[^"]*"/, '');
}

/** Needles without end, which the first look does not list, and a key. */
const dense = (seed: number) => `${'EBUSY '.repeat(9000)}\nconst key = "${authKey(seed)}";\n`;

test('I2 files: where needles stand too close to be listed, the whole engine finds the same, in any thread', () => {
  const place = new Repo(folder());
  place.write('a.js', dense(1)).write('b.js', `const key = "${authKey(2)}";\n`);
  place
    .write('c.js', dense(3))
    .write('empty', '')
    .write('large.js', `${' \n'.repeat(400_000)}${dense(4)}`);
  const plain = report(place, ['--jobs', '1'], { KEYFENCE_NO_WASM: '1' });
  expect(report(place, ['--jobs', '1'])).toBe(plain);
  expect(report(place, ['--jobs', '4'])).toBe(plain);
  expect(JSON.parse(plain)).toMatchObject({ stats: { files: 5 } });
  expect(plain.match(/"rule": ?"gemini-auth-key"/g)).toHaveLength(4);
});

test('I2 files: a thread that starts before all else reports the same, with rules of one’s own too', () => {
  const place = new Repo(folder());
  mkdirSync(join(place.path, 'many'));
  for (let index = 0; index < 4500; index++) {
    const text =
      index % 900 === 0 ? dense(index) : index % 90 === 0 ? 'own_0123456789abcdef\n' : '//\n';
    writeFileSync(join(place.path, 'many', `f${index}.js`), text);
  }
  expect(seemsLarge(place.path, 4000, false)).toBe(true);
  expect(report(place, [])).toBe(report(place, ['--jobs', '1']));
  const rule = {
    ...{ id: 'own-key', title: 'A key of ours', severity: 'error' },
    ...{ hits: ['own_0123456789abcdef'], misses: ['own_key'] },
    ...{ pattern: 'own_[0-9a-f]{16}(?![0-9a-f])', keywords: ['own_'] },
  };
  place.write('.keyfencerc.json', JSON.stringify({ customRules: [rule] }));
  const whole = report(place, []);
  expect(whole).toBe(report(place, ['--jobs', '1']));
  expect(whole.match(/"rule": ?"own-key"/g)).toHaveLength(45);
});

test('how large a tree seems goes by its first folders; packages count where they are read', () => {
  const place = folder();
  for (let index = 0; index < 40; index++) {
    const inner = join(place, 'node_modules', `p${index}`, 'lib');
    mkdirSync(inner, { recursive: true });
    for (let file = 0; file < 10; file++) writeFileSync(join(inner, `f${file}`), '');
  }
  expect(seemsLarge(place, 60, true)).toBe(true);
  expect(seemsLarge(place, 60, false)).toBe(false);
  expect(seemsLarge(join(place, 'nowhere'), 1, true)).toBe(false);
});

test('outside of every repository no git is needed to say so', () => {
  const place = new Repo(folder());
  place.write('a.js', '//\n');
  const ran = place.keyfence(['files', '--format', 'json'], { env: { PATH: '' } });
  expect([ran.status, ran.stderr]).toEqual([0, '']);
  expect(place.keyfence(['staged'], { env: { PATH: '' } }).stderr).toContain(
    'is not inside a git repository',
  );
});
