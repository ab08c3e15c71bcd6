/** LangSmith API key: `lsv2_`, kind, 32 and 10 hexadecimal digits. */
import type { Rule } from '../src/types.ts';

export const langsmith: Rule = {
  id: 'langsmith-api-key',
  title: 'LangSmith API key',
  why: 'Whoever reads it can read the traces of its workspace, prompts and answers included.',
  severity: 'error',
  provider: 'LangChain',
  revoke: 'https://smith.langchain.com/settings',
  env: 'LANGSMITH_API_KEY',
  weight: 20,
  patterns: [
    {
      kind: 'token',
      prefix: 'lsv2_pt_',
      segments: [
        { of: '0-9a-f', min: 32, max: 32 },
        { literal: '_' },
        { of: '0-9a-f', min: 10, max: 10 },
      ],
    },
    {
      kind: 'token',
      prefix: 'lsv2_sk_',
      segments: [
        { of: '0-9a-f', min: 32, max: 32 },
        { literal: '_' },
        { of: '0-9a-f', min: 10, max: 10 },
      ],
    },
  ],
  samples: {
    hits: ['LANGSMITH_API_KEY=lsv2_pt_{{hex:32}}_{{hex:10#2}}'],
    misses: ['lsv2_pt_{{hex:32}}'],
  },
};
