/** Anthropic API key: 93 characters of base64url, then `AA`. */
import type { Rule } from '../src/types.ts';

export const anthropic: Rule = {
  id: 'anthropic-api-key',
  title: 'Anthropic API key',
  why: 'Whoever reads it can call the Claude API at the cost of its workspace.',
  severity: 'error',
  provider: 'Anthropic',
  revoke: 'https://console.anthropic.com/settings/keys',
  env: 'ANTHROPIC_API_KEY',
  weight: 20,
  patterns: [
    {
      kind: 'token',
      prefix: 'sk-ant-api03-',
      segments: [{ of: 'A-Za-z0-9_-', min: 95, max: 95 }],
      suffix: 'AA',
    },
    {
      kind: 'token',
      prefix: 'sk-ant-admin01-',
      segments: [{ of: 'A-Za-z0-9_-', min: 95, max: 95 }],
      suffix: 'AA',
    },
    {
      kind: 'token',
      prefix: 'sk-ant-oat01-',
      segments: [{ of: 'A-Za-z0-9_-', min: 95, max: 95 }],
      suffix: 'AA',
    },
  ],
  samples: {
    hits: ['ANTHROPIC_API_KEY=sk-ant-api03-{{base64url:93}}AA'],
    misses: ['sk-ant-api03-{{base64url:60}}', 'x-api-key: sk-ant-api03-...'],
  },
};
