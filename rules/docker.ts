/** Docker Hub access token: `dckr_pat_` and 27 characters, `dckr_oat_` and 32. */
import type { Rule } from '../src/types.ts';

export const docker: Rule = {
  id: 'docker-hub-token',
  title: 'Docker Hub access token',
  why: 'Whoever reads it can pull private images and, if it may write, push over yours.',
  severity: 'error',
  provider: 'Docker',
  revoke: 'https://app.docker.com/settings/personal-access-tokens',
  env: 'DOCKER_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'dckr_pat_', segments: [{ of: 'A-Za-z0-9_-', min: 27, max: 27 }] },
    { kind: 'token', prefix: 'dckr_oat_', segments: [{ of: 'A-Za-z0-9_-', min: 32, max: 32 }] },
  ],
  samples: {
    hits: ['docker login -u me -p dckr_pat_{{base64url:27}}'],
    misses: ['dckr_pat_{{base64url:10}}'],
  },
};
