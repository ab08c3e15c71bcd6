/** Vercel token: a kind and 56 characters. */
import type { Rule } from '../src/types.ts';

export const vercel: Rule = {
  id: 'vercel-token',
  title: 'Vercel token',
  why: 'Whoever reads it can deploy, or call models through the gateway, at the cost of the team.',
  severity: 'error',
  provider: 'Vercel',
  revoke: 'https://vercel.com/account/settings/tokens',
  env: 'VERCEL_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'vck_', segments: [{ of: 'A-Za-z0-9_-', min: 56, max: 56 }] },
    { kind: 'token', prefix: 'vcp_', segments: [{ of: 'A-Za-z0-9_-', min: 56, max: 56 }] },
    { kind: 'token', prefix: 'vca_', segments: [{ of: 'A-Za-z0-9_-', min: 56, max: 56 }] },
    { kind: 'token', prefix: 'vci_', segments: [{ of: 'A-Za-z0-9_-', min: 56, max: 56 }] },
    { kind: 'token', prefix: 'vcr_', segments: [{ of: 'A-Za-z0-9_-', min: 56, max: 56 }] },
  ],
  samples: {
    hits: ['AI_GATEWAY_API_KEY=vck_{{base64url:56}}'],
    misses: ['vck_{{base64url:30}}'],
  },
};
