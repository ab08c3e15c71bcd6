/** Apify API token: `apify_api_` and 36 characters. */
import type { Rule } from '../src/types.ts';

export const apify: Rule = {
  id: 'apify-api-token',
  title: 'Apify API token',
  why: 'Whoever reads it can run actors at the cost of its owner, and read what they have stored.',
  severity: 'error',
  provider: 'Apify',
  revoke: 'https://console.apify.com/settings/integrations',
  env: 'APIFY_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'apify_api_', segments: [{ of: 'A-Za-z0-9', min: 36, max: 36 }] },
  ],
  samples: {
    hits: ['APIFY_TOKEN=apify_api_{{alnum:36}}'],
    misses: [
      'apify_api_{{alnum:20}}',
      'apify_api_client',
      'apify_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    ],
  },
};
