import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatNames } from '../../src/choices.ts';
import { authKey } from '../helpers/keys.ts';
import { folder, Repo } from '../helpers/repo.ts';

const FILES = 1000;
const KEYS = 100;
/** MB of JavaScript objects, of which Node itself and our code take ten: 1.5 KB a finding. */
const HEAP = 160;

test('G5 100,000 findings in 1,000 files: every format is written with a heap of 160 MB', () => {
  const repo = new Repo(folder());
  for (let file = 0; file < FILES; file++) {
    let text = '';
    for (let key = 0; key < KEYS; key++) {
      text += `// a line of text before it ${key}\nconst key${key} = "${authKey(file * KEYS + key)}";\n`;
    }
    repo.write(`src/file-${file}.ts`, text);
  }
  const reports = folder();
  const outputs = formatNames.flatMap((name) => ['--format', `${name}=${join(reports, name)}`]);
  const env = { NODE_OPTIONS: `--max-old-space-size=${HEAP}` };
  const ran = repo.keyfence(['files', ...outputs, '--jobs', '2'], { env });
  expect(ran.status, ran.stderr).toBe(1);
  for (const name of formatNames) {
    // Platforms take so many and no more; the formats for them say so and end.
    expect(statSync(join(reports, name)).size, name).toBeGreaterThan(10_000);
  }
  expect(statSync(join(reports, 'csv')).size).toBeGreaterThan(FILES * KEYS * 100);
}, 300_000);
