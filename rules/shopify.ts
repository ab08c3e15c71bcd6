/** Shopify token: a kind and 32 characters or more. */
import type { Rule } from '../src/types.ts';

export const shopify: Rule = {
  id: 'shopify-token',
  title: 'Shopify token',
  why: 'Whoever reads it can read and change the shop, as far as the app may.',
  severity: 'error',
  provider: 'Shopify',
  revoke: 'https://help.shopify.com/en/manual/apps/app-types/custom-apps',
  env: 'SHOPIFY_ACCESS_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'shpat_', segments: [{ of: 'A-Za-z0-9', min: 32, max: 64 }] },
    { kind: 'token', prefix: 'shpca_', segments: [{ of: 'A-Za-z0-9', min: 32, max: 64 }] },
    { kind: 'token', prefix: 'shppa_', segments: [{ of: 'A-Za-z0-9', min: 32, max: 64 }] },
    { kind: 'token', prefix: 'shpss_', segments: [{ of: 'A-Za-z0-9', min: 32, max: 64 }] },
  ],
  samples: {
    hits: ['X-Shopify-Access-Token: shpat_{{hex:32}}'],
    misses: ['shpat_{{hex:20}}'],
  },
};
