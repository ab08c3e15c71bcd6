/** Groq API key: `gsk_` and 52 characters. */
import type { Rule } from '../src/types.ts';

export const groq: Rule = {
  id: 'groq-api-key',
  title: 'Groq API key',
  why: 'Whoever reads it can call the Groq API at the cost of its organization.',
  severity: 'error',
  provider: 'Groq',
  revoke: 'https://console.groq.com/keys',
  env: 'GROQ_API_KEY',
  weight: 20,
  patterns: [{ kind: 'token', prefix: 'gsk_', segments: [{ of: 'A-Za-z0-9', min: 52, max: 52 }] }],
  samples: {
    hits: ['export GROQ_API_KEY=gsk_{{alnum:52}}'],
    misses: ['gsk_{{alnum:30}}', 'msgsk_{{alnum:52}}'],
  },
};
