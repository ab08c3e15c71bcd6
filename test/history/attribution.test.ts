import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { compile } from '../../src/detect/engine.ts';
import { cleanEnv, folder } from '../helpers/repo.ts';
import { attribution } from '../verify/attribution.ts';

const engine = compile(rules);
const GROUPS = 5;
const EACH = 20;

test.each(Array.from({ length: GROUPS }, (_, group) => group))(
  'D6 who brought a secret, who has it still, which refs reach it: as git says, random repositories, group %i',
  { timeout: 120_000 },
  async (group) => {
    const at = folder();
    let count = 0;
    for (let seed = group * EACH; seed < (group + 1) * EACH; seed++) {
      const found = await attribution(join(at, `${seed}`), seed, { engine, env: cleanEnv() });
      expect({ seed, differences: found.differences }).toEqual({ seed, differences: [] });
      count += found.findings;
    }
    expect(count).toBeGreaterThan(EACH);
  },
);
