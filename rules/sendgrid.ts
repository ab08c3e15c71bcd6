/** SendGrid API key: `SG.`, an id of 22 and a secret of 43 characters. */
import type { Rule } from '../src/types.ts';

export const sendgrid: Rule = {
  id: 'sendgrid-api-key',
  title: 'SendGrid API key',
  why: 'Whoever reads it can send mail in the name of its domain.',
  severity: 'error',
  provider: 'Twilio SendGrid',
  revoke: 'https://app.sendgrid.com/settings/api_keys',
  env: 'SENDGRID_API_KEY',
  weight: 20,
  patterns: [
    {
      kind: 'token',
      prefix: 'SG.',
      segments: [
        { of: 'A-Za-z0-9_-', min: 20, max: 24 },
        { literal: '.' },
        { of: 'A-Za-z0-9_-', min: 39, max: 50 },
      ],
    },
  ],
  samples: {
    hits: ["sgMail.setApiKey('SG.{{base64url:22}}.{{base64url:43#2}}')"],
    misses: ['SG.{{base64url:22}}.{{base64url:20}}', 'MSG.{{base64url:22}}.{{base64url:43}}'],
  },
};
