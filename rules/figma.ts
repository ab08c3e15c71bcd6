/** Figma token: `figd_` and about 40 characters. */
import type { Rule } from '../src/types.ts';

export const figma: Rule = {
  id: 'figma-token',
  title: 'Figma token',
  why: 'Whoever reads it can read the files of its owner.',
  severity: 'error',
  provider: 'Figma',
  revoke: 'https://www.figma.com/settings',
  env: 'FIGMA_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'figd_', segments: [{ of: 'A-Za-z0-9_-', min: 38, max: 46 }] },
  ],
  samples: {
    hits: ['X-Figma-Token: figd_{{base64url:40}}'],
    misses: ['figd_{{base64url:20}}'],
  },
};
