/** NVIDIA API key: `nvapi-` and about 64 characters. */
import type { Rule } from '../src/types.ts';

export const nvidia: Rule = {
  id: 'nvidia-api-key',
  title: 'NVIDIA API key',
  why: 'Whoever reads it can call the NVIDIA API catalog at the cost of its owner.',
  severity: 'error',
  provider: 'NVIDIA',
  revoke: 'https://build.nvidia.com/settings/api-keys',
  env: 'NVIDIA_API_KEY',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'nvapi-', segments: [{ of: 'A-Za-z0-9_-', min: 60, max: 70 }] },
  ],
  samples: {
    hits: ['NVIDIA_API_KEY=nvapi-{{base64url:64}}'],
    misses: ['nvapi-{{base64url:30}}'],
  },
};
