/** Together AI API key: `tgp_v1_` and 43 characters. */
import type { Rule } from '../src/types.ts';

export const together: Rule = {
  id: 'together-api-key',
  title: 'Together AI API key',
  why: 'Whoever reads it can call the Together API at the cost of its owner.',
  severity: 'error',
  provider: 'Together AI',
  revoke: 'https://api.together.ai/settings/api-keys',
  env: 'TOGETHER_API_KEY',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'tgp_v1_', segments: [{ of: 'A-Za-z0-9_-', min: 43, max: 43 }] },
  ],
  samples: {
    hits: ['TOGETHER_API_KEY=tgp_v1_{{base64url:43}}'],
    misses: ['tgp_v1_{{base64url:30}}'],
  },
};
