/** Brevo API key: `xkeysib-`, 64 hexadecimal digits and 16 characters. */
import type { Rule } from '../src/types.ts';

export const brevo: Rule = {
  id: 'brevo-api-key',
  title: 'Brevo API key',
  why: 'Whoever reads it can send mail in the name of its domain.',
  severity: 'error',
  provider: 'Brevo',
  revoke: 'https://app.brevo.com/settings/keys/api',
  env: 'BREVO_API_KEY',
  weight: 20,
  patterns: [
    {
      kind: 'token',
      prefix: 'xkeysib-',
      segments: [
        { of: '0-9a-f', min: 64, max: 64 },
        { literal: '-' },
        { of: 'A-Za-z0-9', min: 16, max: 16 },
      ],
    },
  ],
  samples: {
    hits: ['api-key: xkeysib-{{hex:64}}-{{alnum:16#2}}'],
    misses: ['xkeysib-{{hex:64}}'],
  },
};
