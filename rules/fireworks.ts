/** Fireworks AI API key: `fw_` and 22 or 24 characters. */
import type { Rule } from '../src/types.ts';

export const fireworks: Rule = {
  id: 'fireworks-api-key',
  title: 'Fireworks AI API key',
  why: 'Whoever reads it can call the Fireworks API at the cost of its owner.',
  severity: 'error',
  provider: 'Fireworks AI',
  revoke: 'https://app.fireworks.ai/settings/users/api-keys',
  env: 'FIREWORKS_API_KEY',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'fw_', segments: [{ of: 'A-Za-z0-9', min: 24, max: 24 }] },
    { kind: 'token', prefix: 'fw_', segments: [{ of: 'A-Za-z0-9', min: 22, max: 22 }] },
  ],
  samples: {
    hits: ['FIREWORKS_KEY=fw_{{alnum:24}}', 'fw_{{alnum:22#2}}'],
    misses: ['fw_{{alnum:20}}', 'fw_handle_incoming_packets'],
  },
};
