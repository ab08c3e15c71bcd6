/** Pinecone API key: `pcsk_`, a short id and 63 characters. */
import type { Rule } from '../src/types.ts';

export const pinecone: Rule = {
  id: 'pinecone-api-key',
  title: 'Pinecone API key',
  why: 'Whoever reads it can read, change and delete the indexes of its project.',
  severity: 'error',
  provider: 'Pinecone',
  revoke: 'https://app.pinecone.io',
  env: 'PINECONE_API_KEY',
  weight: 20,
  patterns: [
    {
      kind: 'token',
      prefix: 'pcsk_',
      segments: [
        { of: 'A-Za-z0-9', min: 5, max: 6 },
        { literal: '_' },
        { of: 'A-Za-z0-9', min: 63, max: 63 },
      ],
    },
  ],
  samples: {
    hits: ["Pinecone(api_key='pcsk_{{alnum:6}}_{{alnum:63#2}}')"],
    misses: ['pcsk_{{alnum:40}}'],
  },
};
