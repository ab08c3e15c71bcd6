/** ElevenLabs API key: `sk_` and 48 hexadecimal digits. */
import type { Rule } from '../src/types.ts';

export const elevenlabs: Rule = {
  id: 'elevenlabs-api-key',
  title: 'ElevenLabs API key',
  why: 'Whoever reads it can make speech at the cost of its owner, and use the voices of the account.',
  severity: 'error',
  provider: 'ElevenLabs',
  revoke: 'https://elevenlabs.io/app/settings/api-keys',
  env: 'ELEVENLABS_API_KEY',
  weight: 20,
  patterns: [{ kind: 'token', prefix: 'sk_', segments: [{ of: '0-9a-f', min: 48, max: 48 }] }],
  samples: { hits: ['xi-api-key: sk_{{hex:48}}'], misses: ['sk_{{hex:40}}', 'task_{{hex:48}}'] },
};
