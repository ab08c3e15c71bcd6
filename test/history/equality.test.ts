import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { compile } from '../../src/detect/engine.ts';
import { cleanEnv, folder } from '../helpers/repo.ts';
import { equality } from '../verify/equality.ts';
import { randomRepository } from '../verify/random.ts';

const engine = compile(rules);
const GROUPS = 10;
const hasWasm = process.env.KEYFENCE_NO_WASM === undefined;
const EACH = hasWasm ? 32 : 6;

test.each(Array.from({ length: GROUPS }, (_, group) => group))(
  'delta-aware = full scan = git cat-file + full scan, random repositories, group %i',
  async (group) => {
    const at = folder();
    let hits = 0;
    let together = 0;
    for (let seed = group * EACH; seed < (group + 1) * EACH; seed++) {
      const path = randomRepository(join(at, `${seed}`), seed, cleanEnv());
      const found = await equality(path, join(path, 'objects'), {
        engine,
        git: 'git',
        env: cleanEnv(),
        hash: seed % 8 === 7 ? 'sha256' : 'sha1',
        arena: seed % 5 === 0 ? 4096 : 1 << 28,
      });
      expect({ seed, differences: found.differences }).toEqual({ seed, differences: [] });
      expect(found.objects).toBeGreaterThan(5);
      hits += found.hits;
      together += found.together;
    }
    expect(together > EACH).toBe(hasWasm);
    expect(hits).toBeGreaterThan(3 * EACH);
  },
);
