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
    { kind: 'token', prefix: 'glsoat-', segments: [{ of: 'A-Za-z0-9_-', min: 20, max: 20 }] },
    { kind: 'token', prefix: 'glft-', segments: [{ of: 'A-Za-z0-9_-', min: 20, max: 20 }] },
    { kind: 'token', prefix: 'glimt-', segments: [{ of: 'A-Za-z0-9_-', min: 25, max: 25 }] },
    { kind: 'token', prefix: 'glffct-', segments: [{ of: 'A-Za-z0-9_-', min: 20, max: 20 }] },
    { kind: 'token', prefix: 'GR1348941', segments: [{ of: 'A-Za-z0-9_-', min: 20, max: 20 }] },
    {
      kind: 'token',
      prefix: 'glcbt-',
      segments: [
        { of: 'A-Za-z0-9', min: 1, max: 5 },
        { literal: '_' },
        { of: 'A-Za-z0-9_-', min: 20, max: 20 },
      ],
    },
    {
      kind: 'token',
      prefix: 'glpat-',
      segments: [
        { of: 'A-Za-z0-9_-', min: 27, max: 200 },
        { literal: '.' },
        { of: '0-9a-z', min: 9, max: 9 },
      ],
    },
    {
      kind: 'token',
      prefix: 'glrt-',
      segments: [
        { of: 'A-Za-z0-9_-', min: 27, max: 200 },
        { literal: '.' },
        { of: '0-9a-z', min: 9, max: 9 },
      ],
    },
    {
      kind: 'token',
      prefix: 'glrt-',
      segments: [
        { of: 'A-Za-z0-9_-', min: 27, max: 200 },
        { literal: '.' },
        { of: '0-9a-z', min: 2, max: 2 },
        { literal: '.' },
        { of: '0-9a-z', min: 9, max: 9 },
      ],
    },
  ],
  samples: {
    hits: ['PRIVATE-TOKEN: glpat-{{base64url:20}}'],
    misses: ['glpat-{{base64url:12}}', 'glpat-xxxxxxxxxxxxxxxxxxxx'],
  },
};
