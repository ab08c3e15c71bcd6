/** OpenRouter API key: `sk-or-v1-` and 64 hexadecimal digits. */
import type { Rule } from '../src/types.ts';

export const openrouter: Rule = {
  id: 'openrouter-api-key',
  title: 'OpenRouter API key',
  why: 'Whoever reads it can call every model of OpenRouter at the cost of its owner.',
  severity: 'error',
  provider: 'OpenRouter',
  revoke: 'https://openrouter.ai/settings/keys',
  env: 'OPENROUTER_API_KEY',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'sk-or-v1-', segments: [{ of: '0-9a-f', min: 64, max: 64 }] },
  ],
  samples: {
    hits: ['OPENROUTER_API_KEY=sk-or-v1-{{hex:64}}'],
    misses: ['sk-or-v1-{{hex:40}}'],
  },
};
