/** Jina AI API key: `jina_` and 60 characters. */
import type { Rule } from '../src/types.ts';

export const jina: Rule = {
  id: 'jina-api-key',
  title: 'Jina AI API key',
  why: 'Whoever reads it can call the Jina API at the cost of its owner.',
  severity: 'error',
  provider: 'Jina AI',
  revoke: 'https://jina.ai/api-dashboard',
  env: 'JINA_API_KEY',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'jina_', segments: [{ of: 'A-Za-z0-9_-', min: 60, max: 60 }] },
  ],
  samples: {
    hits: ['JINA_KEY=jina_{{alnum:60}}'],
    misses: ['jina_{{alnum:40}}', 'jina_embeddings_v3'],
  },
};
