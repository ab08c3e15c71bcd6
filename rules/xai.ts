/** xAI API key: `xai-` and 80 characters. */
import type { Rule } from '../src/types.ts';

export const xai: Rule = {
  id: 'xai-api-key',
  title: 'xAI API key',
  why: 'Whoever reads it can call the Grok API at the cost of its team.',
  severity: 'error',
  provider: 'xAI',
  revoke: 'https://console.x.ai',
  env: 'XAI_API_KEY',
  weight: 20,
  patterns: [{ kind: 'token', prefix: 'xai-', segments: [{ of: 'A-Za-z0-9', min: 80, max: 80 }] }],
  samples: {
    hits: ['XAI_API_KEY=xai-{{alnum:80}}'],
    misses: ['xai-{{alnum:40}}', "from '@ai-sdk/xai-provider'"],
  },
};
