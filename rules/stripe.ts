/** Stripe secret key: Live keys only: a test key opens nothing of value, a `pk_` key is public. */
import type { Rule } from '../src/types.ts';

export const stripe: Rule = {
  id: 'stripe-secret-key',
  title: 'Stripe secret key',
  why: 'Whoever reads it can charge, refund and read the customers of the account.',
  severity: 'error',
  provider: 'Stripe',
  revoke: 'https://dashboard.stripe.com/apikeys',
  env: 'STRIPE_SECRET_KEY',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'sk_prod_', segments: [{ of: 'A-Za-z0-9', min: 14, max: 247 }] },
    { kind: 'token', prefix: 'rk_prod_', segments: [{ of: 'A-Za-z0-9', min: 14, max: 247 }] },
    { kind: 'token', prefix: 'sk_live_', segments: [{ of: 'A-Za-z0-9', min: 14, max: 247 }] },
    { kind: 'token', prefix: 'rk_live_', segments: [{ of: 'A-Za-z0-9', min: 14, max: 247 }] },
  ],
  samples: {
    hits: ["stripe.api_key = 'sk_live_{{alnum:24}}'", 'STRIPE=rk_live_51{{alnum:97}}'],
    misses: ['pk_live_{{alnum:24}}', 'sk_test_{{alnum:24}}', 'sk_live_{{alnum:10}}'],
  },
};
