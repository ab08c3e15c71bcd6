/** Cerebras API key: `csk-` and 48 characters. */
import type { Rule } from '../src/types.ts';

export const cerebras: Rule = {
  id: 'cerebras-api-key',
  title: 'Cerebras API key',
  why: 'Whoever reads it can call the Cerebras API at the cost of its owner.',
  severity: 'error',
  provider: 'Cerebras',
  revoke: 'https://cloud.cerebras.ai',
  env: 'CEREBRAS_API_KEY',
  weight: 20,
  patterns: [{ kind: 'token', prefix: 'csk-', segments: [{ of: 'A-Za-z0-9', min: 48, max: 48 }] }],
  samples: {
    hits: ['CEREBRAS_API_KEY=csk-{{lower:48}}'],
    misses: ['csk-{{lower:20}}', 'disk-{{lower:48}}'],
  },
};
