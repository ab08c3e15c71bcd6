/** HashiCorp Vault token: `hvs.` (service) or `hvb.` (batch) and base64url. */
import type { Rule } from '../src/types.ts';

export const vault: Rule = {
  id: 'vault-token',
  title: 'HashiCorp Vault token',
  why: 'Whoever reads it can read the secrets that its policies open.',
  severity: 'error',
  provider: 'HashiCorp',
  revoke: 'https://developer.hashicorp.com/vault/docs/commands/token/revoke',
  env: 'VAULT_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'hvs.', segments: [{ of: 'A-Za-z0-9_-', min: 90, max: 120 }] },
    { kind: 'token', prefix: 'hvb.', segments: [{ of: 'A-Za-z0-9_-', min: 138, max: 300 }] },
  ],
  samples: {
    hits: ['VAULT_TOKEN=hvs.{{base64url:95}}'],
    misses: ['hvs.{{base64url:20}}'],
  },
};
