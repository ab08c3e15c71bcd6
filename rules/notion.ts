/** Notion integration token: `ntn_` and 46 characters. */
import type { Rule } from '../src/types.ts';

export const notion: Rule = {
  id: 'notion-token',
  title: 'Notion integration token',
  why: 'Whoever reads it can read and write the pages that are shared with the integration.',
  severity: 'error',
  provider: 'Notion',
  revoke: 'https://www.notion.so/profile/integrations',
  env: 'NOTION_TOKEN',
  weight: 20,
  patterns: [
    { kind: 'token', prefix: 'ntn_', segments: [{ of: 'A-Za-z0-9', min: 46, max: 46 }] },
    { kind: 'token', prefix: 'secret_', segments: [{ of: 'A-Za-z0-9', min: 43, max: 43 }] },
  ],
  samples: {
    hits: ['NOTION_TOKEN=ntn_{{digits:11}}{{alnum:35}}'],
    misses: ['ntn_{{alnum:30}}'],
  },
};
