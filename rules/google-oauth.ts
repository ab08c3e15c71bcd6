/** A warning, as installed applications ship their client secret and access tokens live for an hour. Google OAuth: client secrets (`GOCSPX-` and 28 characters) and access tokens (`ya29.`). */
import type { Rule } from '../src/types.ts';

export const googleOauth: Rule = {
  id: 'google-oauth-secret',
  title: 'Google OAuth secret',
  why: 'Whoever reads it can act as the application, or as its user while the token lives.',
  severity: 'warning',
  provider: 'Google',
  revoke: 'https://console.cloud.google.com/apis/credentials',
  env: 'GOOGLE_CLIENT_SECRET',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'GOCSPX-', segments: [{ of: 'A-Za-z0-9_-', min: 28, max: 28 }] },
    { kind: 'token', prefix: 'ya29.', segments: [{ of: 'A-Za-z0-9_-', min: 50, max: 500 }] },
  ],
  samples: {
    hits: ['clientSecret: "GOCSPX-{{base64url:28}}"', 'access_token=ya29.{{base64url:160#2}}'],
    misses: [
      'GOCSPX-{{base64url:20}}',
      'ya29.{{base64url:20}}',
      'GOCSPX-your-client-secret-goes-here',
    ],
  },
};
