/** E2B API key: `e2b_` and 40 hexadecimal digits. */
import type { Rule } from '../src/types.ts';

export const e2b: Rule = {
  id: 'e2b-api-key',
  title: 'E2B API key',
  why: 'Whoever reads it can run code in sandboxes at the cost of its owner.',
  severity: 'error',
  provider: 'E2B',
  revoke: 'https://e2b.dev/dashboard',
  env: 'E2B_API_KEY',
  weight: 20,
  patterns: [{ kind: 'token', prefix: 'e2b_', segments: [{ of: '0-9a-f', min: 40, max: 40 }] }],
  samples: {
    hits: ['E2B_API_KEY=e2b_{{hex:40}}'],
    misses: ['e2b_{{hex:39}}', 'e2b_***', 'e2b_0000000000000000000000000000000000000000'],
  },
};
