/** GitLab token: a kind, then 20 characters; the routable form is longer. */
import type { Rule } from '../src/types.ts';

export const gitlab: Rule = {
  id: 'gitlab-token',
  title: 'GitLab token',
  why: 'Whoever reads it can act on GitLab as its owner, as far as the token reaches.',
  severity: 'error',
  provider: 'GitLab',
  revoke: 'https://gitlab.com/-/user_settings/personal_access_tokens',
  env: 'GITLAB_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'glpat-', segments: [{ of: 'A-Za-z0-9_-', min: 20, max: 20 }] },
    {
      kind: 'token',
      prefix: 'glpat-',
      segments: [
        { of: 'A-Za-z0-9_-', min: 27, max: 200 },
        { literal: '.' },
        { of: '0-9a-z', min: 2, max: 2 },
        { literal: '.' },
        { of: '0-9a-z', min: 9, max: 9 },
      ],
    },
    { kind: 'token', prefix: 'gldt-', segments: [{ of: 'A-Za-z0-9_-', min: 20, max: 20 }] },
    { kind: 'token', prefix: 'glrt-', segments: [{ of: 'A-Za-z0-9_-', min: 20, max: 20 }] },
    { kind: 'token', prefix: 'glptt-', segments: [{ of: '0-9a-f', min: 40, max: 40 }] },
  ],
  samples: {
    hits: ['PRIVATE-TOKEN: glpat-{{base64url:20}}'],
    misses: ['glpat-{{base64url:12}}', 'glpat-xxxxxxxxxxxxxxxxxxxx'],
  },
};
