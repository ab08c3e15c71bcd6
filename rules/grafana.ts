/** Grafana service account token: `glsa_`, 32 characters and a checksum of eight. */
import type { Rule } from '../src/types.ts';

export const grafana: Rule = {
  id: 'grafana-token',
  title: 'Grafana service account token',
  why: 'Whoever reads it can act in Grafana as the service account.',
  severity: 'error',
  provider: 'Grafana',
  revoke: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
  env: 'GRAFANA_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'eyJrIjoi', segments: [{ of: 'A-Za-z0-9+/=', min: 50, max: 300 }] },
    { kind: 'token', prefix: 'glc_', segments: [{ of: 'A-Za-z0-9+/=', min: 32, max: 400 }] },
    {
      kind: 'token',
      prefix: 'glsa_',
      segments: [
        { of: 'A-Za-z0-9', min: 32, max: 32 },
        { literal: '_' },
        { of: '0-9a-fA-F', min: 8, max: 8 },
      ],
    },
  ],
  samples: {
    hits: ['GRAFANA_TOKEN=glsa_{{alnum:32}}_{{hex:8#2}}'],
    misses: ['glsa_{{alnum:32}}'],
  },
};
