/**
 * `npm run verify -- REPO…` and `npm run verify -- --random N [--first SEED]`: proves that the
 * delta-aware scan finds what a full scan of every object finds, and what a full scan of the objects
 * that git prints finds, hit for hit (test/verify/equality.ts). `npm run verify -- --attribution N`
 * compares who brought a secret and who has it still with git's own answers (test/verify/attribution.ts).
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { importBundled } from './bundle.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  options: {
    random: { type: 'string' },
    attribution: { type: 'string' },
    first: { type: 'string' },
  },
  allowPositionals: true,
});
const asked = [values.random, values.attribution, ...positionals].some((one) => one !== undefined);
if (!asked) {
  console.error('Usage: npm run verify -- REPO… | --random N [--first SEED] | --attribution N');
  process.exitCode = 2;
} else {
  const verify = await importBundled(join(root, 'test', 'verify', 'main.ts'));
  let equal = true;
  for (const path of positionals) equal = (await verify.verifyRepository(path)) && equal;
  if (values.random !== undefined) {
    const first = Number(values.first ?? 0);
    equal = (await verify.verifyRandom(Number(values.random), first)) && equal;
  }
  if (values.attribution !== undefined) {
    const first = Number(values.first ?? 0);
    equal = (await verify.verifyAttribution(Number(values.attribution), first)) && equal;
  }
  process.exitCode = equal ? 0 : 1;
}
