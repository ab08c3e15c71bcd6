/** Tavily API key: `tvly-`, perhaps a stage, and 32 characters. */
import type { Rule } from '../src/types.ts';

export const tavily: Rule = {
  id: 'tavily-api-key',
  title: 'Tavily API key',
  why: 'Whoever reads it can search at the cost of its owner.',
  severity: 'error',
  provider: 'Tavily',
  revoke: 'https://app.tavily.com',
  env: 'TAVILY_API_KEY',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'tvly-', segments: [{ of: 'A-Za-z0-9', min: 32, max: 32 }] },
    { kind: 'token', prefix: 'tvly-dev-', segments: [{ of: 'A-Za-z0-9', min: 32, max: 32 }] },
    { kind: 'token', prefix: 'tvly-prod-', segments: [{ of: 'A-Za-z0-9', min: 32, max: 32 }] },
  ],
  samples: {
    hits: ['TAVILY_API_KEY=tvly-dev-{{alnum:32}}'],
    misses: ['tvly-{{alnum:16}}', 'tvly-YOUR_API_KEY'],
  },
};
