/** DigitalOcean token: `dop_v1_`, `doo_v1_` or `dor_v1_` and 64 hexadecimal digits. */
import type { Rule } from '../src/types.ts';

export const digitalocean: Rule = {
  id: 'digitalocean-token',
  title: 'DigitalOcean token',
  why: 'Whoever reads it can run and delete the machines of its team.',
  severity: 'error',
  provider: 'DigitalOcean',
  revoke: 'https://cloud.digitalocean.com/account/api/tokens',
  env: 'DIGITALOCEAN_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'dop_v1_', segments: [{ of: '0-9a-f', min: 64, max: 64 }] },
    { kind: 'token', prefix: 'doo_v1_', segments: [{ of: '0-9a-f', min: 64, max: 64 }] },
    { kind: 'token', prefix: 'dor_v1_', segments: [{ of: '0-9a-f', min: 64, max: 64 }] },
  ],
  samples: {
    hits: ["do_token = 'dop_v1_{{hex:64}}'"],
    misses: ['dop_v1_{{hex:40}}'],
  },
};
