/** GitHub token: a kind, then 30 random characters and a checksum of six. */
import type { Rule } from '../src/types.ts';

export const github: Rule = {
  id: 'github-token',
  title: 'GitHub token',
  why: 'Whoever reads it can act on GitHub as its owner, as far as the token reaches.',
  severity: 'error',
  provider: 'GitHub',
  revoke: 'https://github.com/settings/tokens',
  env: 'GITHUB_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'ghp_', segments: [{ of: 'A-Za-z0-9', min: 36, max: 36 }] },
    { kind: 'token', prefix: 'gho_', segments: [{ of: 'A-Za-z0-9', min: 36, max: 36 }] },
    { kind: 'token', prefix: 'ghu_', segments: [{ of: 'A-Za-z0-9', min: 36, max: 36 }] },
    { kind: 'token', prefix: 'ghs_', segments: [{ of: 'A-Za-z0-9', min: 36, max: 36 }] },
    { kind: 'token', prefix: 'ghr_', segments: [{ of: 'A-Za-z0-9', min: 36, max: 76 }] },
    { kind: 'token', prefix: 'github_pat_', segments: [{ of: 'A-Za-z0-9_', min: 36, max: 82 }] },
    {
      kind: 'token',
      prefix: 'ghs_',
      segments: [
        { of: '0-9', min: 1, max: 12 },
        { literal: '_eyJ' },
        { of: 'A-Za-z0-9_.-', min: 60, max: 700 },
      ],
    },
  ],
  samples: {
    hits: [
      'git clone https://ghp_{{alnum:36}}@github.com/a/b',
      'github_pat_{{alnum:22}}_{{alnum:59#2}}',
    ],
    misses: ['ghp_{{alnum:20}}', 'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
  },
};
