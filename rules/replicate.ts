/** Replicate API token: `r8_` and 37 characters. */
import type { Rule } from '../src/types.ts';

export const replicate: Rule = {
  id: 'replicate-api-token',
  title: 'Replicate API token',
  why: 'Whoever reads it can run models at the cost of its owner.',
  severity: 'error',
  provider: 'Replicate',
  revoke: 'https://replicate.com/account/api-tokens',
  env: 'REPLICATE_API_TOKEN',
  weight: 20,
  patterns: [{ kind: 'token', prefix: 'r8_', segments: [{ of: 'A-Za-z0-9', min: 37, max: 40 }] }],
  samples: {
    hits: ['REPLICATE_API_TOKEN=r8_{{alnum:37}}'],
    misses: ['r8_{{alnum:20}}', 'vr8_{{alnum:37}}'],
  },
};
