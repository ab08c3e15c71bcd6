/** Postman API key: `PMAK-`, 24 and 34 hexadecimal digits. */
import type { Rule } from '../src/types.ts';

export const postman: Rule = {
  id: 'postman-api-key',
  title: 'Postman API key',
  why: 'Whoever reads it can read the collections of its owner, and the keys in them.',
  severity: 'error',
  provider: 'Postman',
  revoke: 'https://go.postman.co/settings/me/api-keys',
  env: 'POSTMAN_API_KEY',
  weight: 20,
  patterns: [
    {
      kind: 'token',
      prefix: 'PMAK-',
      segments: [
        { of: '0-9a-f', min: 24, max: 24 },
        { literal: '-' },
        { of: '0-9a-f', min: 34, max: 34 },
      ],
    },
    { kind: 'token', prefix: 'PMAK-', segments: [{ of: 'A-Za-z0-9-', min: 59, max: 59 }] },
  ],
  samples: {
    hits: ['x-api-key: PMAK-{{hex:24}}-{{hex:34#2}}'],
    misses: ['PMAK-{{hex:24}}'],
  },
};
