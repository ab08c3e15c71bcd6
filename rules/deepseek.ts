/** DeepSeek API key: `sk-` and 32 hexadecimal digits, as Alibaba Cloud Model Studio issues too. */
import type { Rule } from '../src/types.ts';

export const deepseek: Rule = {
  id: 'deepseek-api-key',
  title: 'DeepSeek or DashScope API key',
  why: 'Whoever reads it can call the models at the cost of its owner.',
  severity: 'error',
  provider: 'DeepSeek',
  revoke: 'https://platform.deepseek.com/api_keys',
  env: 'DEEPSEEK_API_KEY',
  weight: 20,
  patterns: [{ kind: 'token', prefix: 'sk-', segments: [{ of: '0-9a-f', min: 32, max: 32 }] }],
  samples: {
    hits: ['client = OpenAI(api_key="sk-{{hex:32}}")', 'DEEPSEEK_KEY=sk-{{hex:32#2}}'],
    misses: ['sk-{{hex:30}}', 'task-{{hex:32}}', 'sk-{{hex:40}}'],
  },
};
