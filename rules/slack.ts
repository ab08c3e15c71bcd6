/** Slack token: tokens of bots, users and apps, and the addresses of incoming webhooks. */
import type { Rule } from '../src/types.ts';

export const slack: Rule = {
  id: 'slack-token',
  title: 'Slack token',
  why: 'Whoever reads it can read and write in the workspace, as far as the app may.',
  severity: 'error',
  provider: 'Slack',
  revoke: 'https://api.slack.com/apps',
  env: 'SLACK_BOT_TOKEN',
  weight: 20,
  patterns: [
    {
      kind: 'token',
      prefix: 'xoxb-',
      segments: [
        { of: '0-9', min: 9, max: 14 },
        { literal: '-' },
        { of: '0-9', min: 9, max: 14 },
        { literal: '-' },
        { of: 'A-Za-z0-9', min: 18, max: 34 },
      ],
    },
    {
      kind: 'token',
      prefix: 'xoxp-',
      segments: [
        { of: '0-9', min: 9, max: 14 },
        { literal: '-' },
        { of: '0-9', min: 9, max: 14 },
        { literal: '-' },
        { of: '0-9', min: 9, max: 14 },
        { literal: '-' },
        { of: 'A-Za-z0-9', min: 28, max: 34 },
      ],
    },
    {
      kind: 'token',
      prefix: 'xapp-',
      segments: [
        { of: '0-9', min: 1, max: 1 },
        { literal: '-' },
        { of: 'A-Z0-9', min: 9, max: 12 },
        { literal: '-' },
        { of: '0-9', min: 9, max: 14 },
        { literal: '-' },
        { of: '0-9a-f', min: 64, max: 64 },
      ],
    },
    {
      kind: 'token',
      prefix: 'hooks.slack.com/services/',
      segments: [
        { of: 'A-Z0-9', min: 9, max: 12 },
        { literal: '/' },
        { of: 'A-Z0-9', min: 9, max: 12 },
        { literal: '/' },
        { of: 'A-Za-z0-9', min: 24, max: 24 },
      ],
      left: '',
    },
  ],
  samples: {
    hits: [
      'SLACK_BOT_TOKEN=xoxb-{{digits:12}}-{{digits:13#2}}-{{alnum:24}}',
      'https://hooks.slack.com/services/T{{upper:8}}/B{{upper:10#2}}/{{alnum:24}}',
    ],
    misses: [
      'xoxb-not-a-real-token',
      'https://hooks.slack.com/services/T{{upper:8}}/B{{upper:10}}/XXXXXXXXXXXXXXXXXXXXXXXX',
    ],
  },
};
