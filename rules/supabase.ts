/** Supabase secret key: publishable keys are public and no finding. */
import type { Rule } from '../src/types.ts';

export const supabase: Rule = {
  id: 'supabase-secret-key',
  title: 'Supabase secret key',
  why: 'Whoever reads it passes all row level security, or manages the projects of its owner.',
  severity: 'error',
  provider: 'Supabase',
  revoke: 'https://supabase.com/dashboard/account/tokens',
  env: 'SUPABASE_SECRET_KEY',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'sb_secret_', segments: [{ of: 'A-Za-z0-9_-', min: 31, max: 31 }] },
    { kind: 'token', prefix: 'sbp_v0_', segments: [{ of: '0-9a-f', min: 40, max: 40 }] },
    { kind: 'token', prefix: 'sbp_', segments: [{ of: '0-9a-z', min: 40, max: 40 }] },
  ],
  samples: {
    hits: [
      "createClient(url, 'sb_secret_{{base64url:31}}')",
      'SUPABASE_ACCESS_TOKEN=sbp_{{hex:40}}',
    ],
    misses: ['sb_publishable_{{base64url:31}}', 'sbp_{{hex:20}}'],
  },
};
