/** Cloudflare API token: a kind and 48 characters. */
import type { Rule } from '../src/types.ts';

export const cloudflare: Rule = {
  id: 'cloudflare-api-token',
  title: 'Cloudflare API token',
  why: 'Whoever reads it can change DNS, Workers and settings of the account, as far as the token may.',
  severity: 'error',
  provider: 'Cloudflare',
  revoke: 'https://dash.cloudflare.com/profile/api-tokens',
  env: 'CLOUDFLARE_API_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'cfat_', segments: [{ of: 'A-Za-z0-9', min: 48, max: 48 }] },
    { kind: 'token', prefix: 'cfut_', segments: [{ of: 'A-Za-z0-9', min: 48, max: 48 }] },
    { kind: 'token', prefix: 'cfk_', segments: [{ of: 'A-Za-z0-9', min: 48, max: 48 }] },
  ],
  samples: { hits: ['CLOUDFLARE_API_TOKEN=cfut_{{alnum:48}}'], misses: ['cfut_{{alnum:30}}'] },
};
