/** Literals under apiKey-like names, whoever issued them. */
import type { Rule } from '../src/types.ts';

export const hardcodedApiKey: Rule = {
  id: 'hardcoded-api-key',
  title: 'Hardcoded API key',
  why: 'Whoever reads this file can use the API in the name, and on the account, of its owner.',
  severity: 'error',
  env: 'API_KEY',
  weight: 10,
  patterns: [{ kind: 'named', keywords: ['apikey', 'api_key', 'api-key', 'api.key', 'api key'] }],
  samples: {
    hits: [
      'const apiKey = "{{generic}}";',
      'GEMINI_API_KEY={{generic}}',
      'x-api-key: {{generic}}',
      'os.environ["OPENAI_API_KEY"] = "{{generic}}"',
      '<add key="ApiKey" value="{{generic}}" />',
      '- name: API_KEY_PROD\n  value: {{generic}}',
      '{\\"apiKey\\":\\"{{generic}}\\"}',
      'config.setApiKey(\n  "{{generic}}",\n);',
    ],
    misses: [
      'const apiKey = process.env.GEMINI_API_KEY;',
      'const apiKey = "your-gemini-api-key-here";',
      'apiKey: z.string().min(16),',
      'apiKey: string; token: "{{generic}}"',
      'API_KEY=\nOTHER={{generic}}',
      '"apiKeyHash": "{{generic}}"',
    ],
  },
};

export const generic: readonly Rule[] = [hardcodedApiKey];
