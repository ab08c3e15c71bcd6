/** npm access token: `npm_`, 30 random characters and a checksum of six. */
import type { Rule } from '../src/types.ts';

export const npm: Rule = {
  id: 'npm-token',
  title: 'npm access token',
  why: 'Whoever reads it can read private packages and, if it may publish, ship code to everybody who installs yours.',
  severity: 'error',
  provider: 'npm',
  revoke: 'https://www.npmjs.com/settings/~/tokens',
  env: 'NPM_TOKEN',
  weight: 20,
  patterns: [{ kind: 'token', prefix: 'npm_', segments: [{ of: 'A-Za-z0-9', min: 36, max: 36 }] }],
  samples: {
    hits: ['//registry.npmjs.org/:_authToken=npm_{{alnum:36}}'],
    misses: ['npm_config_registry_and_more', 'npm_{{alnum:30}}'],
  },
};
