/** OpenAI API key: in the middle of every key stands `OpenAI` in base64. */
import type { Rule } from '../src/types.ts';

export const openai: Rule = {
  id: 'openai-api-key',
  title: 'OpenAI API key',
  why: 'Whoever reads it can call the OpenAI API at the cost of its project, and read its files and threads.',
  severity: 'error',
  provider: 'OpenAI',
  revoke: 'https://platform.openai.com/api-keys',
  env: 'OPENAI_API_KEY',
  weight: 20,
  patterns: [
    {
      kind: 'token',
      prefix: 'sk-',
      segments: [{ of: 'A-Za-z0-9', min: 48, max: 48 }],
      contains: 'T3BlbkFJ',
    },
    {
      kind: 'token',
      prefix: 'sk-proj-',
      segments: [{ of: 'A-Za-z0-9_-', min: 48, max: 160 }],
      contains: 'T3BlbkFJ',
    },
    {
      kind: 'token',
      prefix: 'sk-svcacct-',
      segments: [{ of: 'A-Za-z0-9_-', min: 48, max: 160 }],
      contains: 'T3BlbkFJ',
    },
    {
      kind: 'token',
      prefix: 'sk-admin-',
      segments: [{ of: 'A-Za-z0-9_-', min: 48, max: 160 }],
      contains: 'T3BlbkFJ',
    },
  ],
  samples: {
    hits: [
      "OpenAI(api_key='sk-{{alnum:20}}T3BlbkFJ{{alnum:20#2}}')",
      'OPENAI_API_KEY=sk-proj-{{base64url:74}}T3BlbkFJ{{base64url:74#2}}',
    ],
    misses: [
      'sk-{{alnum:48}}',
      'task-{{alnum:20}}T3BlbkFJ{{alnum:20#2}}',
      'OPENAI_API_KEY=sk-proj-...',
    ],
  },
};
