/** Discord webhook address: the address holds the token. */
import type { Rule } from '../src/types.ts';

export const discord: Rule = {
  id: 'discord-webhook',
  title: 'Discord webhook address',
  why: 'Whoever reads it can post in the channel.',
  severity: 'error',
  provider: 'Discord',
  revoke: 'https://support.discord.com/hc/en-us/articles/228383668',
  env: 'DISCORD_WEBHOOK_URL',
  weight: 20,
  patterns: [
    {
      kind: 'token',
      prefix: 'discord.com/api/webhooks/',
      segments: [
        { of: '0-9', min: 17, max: 20 },
        { literal: '/' },
        { of: 'A-Za-z0-9_-', min: 60, max: 72 },
      ],
      left: '',
    },
    {
      kind: 'token',
      prefix: 'discordapp.com/api/webhooks/',
      segments: [
        { of: '0-9', min: 17, max: 20 },
        { literal: '/' },
        { of: 'A-Za-z0-9_-', min: 60, max: 72 },
      ],
      left: '',
    },
  ],
  samples: {
    hits: ['https://discord.com/api/webhooks/{{digits:18}}/{{base64url:68}}'],
    misses: ['https://discord.com/api/webhooks/{{digits:18}}/token'],
  },
};
