/** Linear API key: `lin_api_` and 40 characters. */
import type { Rule } from '../src/types.ts';

export const linear: Rule = {
  id: 'linear-api-key',
  title: 'Linear API key',
  why: 'Whoever reads it can read and change the issues of the workspace.',
  severity: 'error',
  provider: 'Linear',
  revoke: 'https://linear.app/settings/account/security',
  env: 'LINEAR_API_KEY',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'lin_api_', segments: [{ of: 'A-Za-z0-9', min: 40, max: 40 }] },
    { kind: 'token', prefix: 'lin_oauth_', segments: [{ of: 'A-Za-z0-9', min: 64, max: 64 }] },
  ],
  samples: {
    hits: ['LINEAR_API_KEY=lin_api_{{alnum:40}}'],
    misses: ['lin_api_{{alnum:20}}'],
  },
};
