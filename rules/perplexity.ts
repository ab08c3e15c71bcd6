/** Perplexity API key: `pplx-` and 48 characters. */
import type { Rule } from '../src/types.ts';

export const perplexity: Rule = {
  id: 'perplexity-api-key',
  title: 'Perplexity API key',
  why: 'Whoever reads it can call the Perplexity API at the cost of its owner.',
  severity: 'error',
  provider: 'Perplexity',
  revoke: 'https://www.perplexity.ai/settings/api',
  env: 'PERPLEXITY_API_KEY',
  weight: 20,
  patterns: [{ kind: 'token', prefix: 'pplx-', segments: [{ of: 'A-Za-z0-9', min: 48, max: 48 }] }],
  samples: {
    hits: ['Authorization: Bearer pplx-{{alnum:48}}'],
    misses: ['pplx-{{alnum:20}}', 'pplx-7b-online'],
  },
};
