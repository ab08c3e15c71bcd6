/** New Relic user key: `NRAK-` and 27 characters. */
import type { Rule } from '../src/types.ts';

export const newrelic: Rule = {
  id: 'newrelic-user-key',
  title: 'New Relic user key',
  why: 'Whoever reads it can read the telemetry of the account.',
  severity: 'error',
  provider: 'New Relic',
  revoke: 'https://one.newrelic.com/api-keys',
  env: 'NEW_RELIC_API_KEY',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'NRAK-', segments: [{ of: 'A-Za-z0-9', min: 27, max: 27 }] },
    { kind: 'token', prefix: 'NRII-', segments: [{ of: 'A-Za-z0-9_-', min: 25, max: 32 }] },
    { kind: 'token', prefix: 'NRIQ-', segments: [{ of: 'A-Za-z0-9_-', min: 25, max: 32 }] },
    { kind: 'token', prefix: 'NRJS-', segments: [{ of: '0-9a-f', min: 19, max: 19 }] },
    { kind: 'token', prefix: 'NRBR-', segments: [{ of: '0-9a-f', min: 19, max: 19 }] },
    { kind: 'token', prefix: 'NRAA-', segments: [{ of: '0-9a-f', min: 27, max: 27 }] },
  ],
  samples: {
    hits: ['Api-Key: NRAK-{{upper:27}}'],
    misses: ['NRAK-{{upper:12}}'],
  },
};
