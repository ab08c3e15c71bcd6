/** LlamaCloud API key: `llx-` and 48 characters. */
import type { Rule } from '../src/types.ts';

export const llamacloud: Rule = {
  id: 'llamacloud-api-key',
  title: 'LlamaCloud API key',
  why: 'Whoever reads it can read the indexed documents, and parse at the cost of its owner.',
  severity: 'error',
  provider: 'LlamaIndex',
  revoke: 'https://cloud.llamaindex.ai/api-key',
  env: 'LLAMA_CLOUD_API_KEY',
  weight: 20,
  patterns: [{ kind: 'token', prefix: 'llx-', segments: [{ of: 'A-Za-z0-9', min: 48, max: 48 }] }],
  samples: {
    hits: ['LLAMA_CLOUD_API_KEY=llx-{{alnum:48}}'],
    misses: ['llx-{{alnum:47}}', 'llx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'llx-...'],
  },
};
