/** What goes by how a key is written rather than by who issued it: names, and keys in pieces. */
import type { Rule } from '../src/types.ts';

export const hardcodedApiKey: Rule = {
  id: 'hardcoded-api-key',
  title: 'Hardcoded API key',
  why: 'Whoever reads this file can use the API in the name, and on the account, of its owner.',
  severity: 'error',
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

const GOOGLE_BODY = 'A-Za-z0-9_-';

export const splitKey: Rule = {
  id: 'split-key',
  title: 'Google API key in pieces',
  why: 'Whoever reads this file can put the pieces together and use the key.',
  severity: 'warning',
  provider: 'Google',
  revoke: 'https://aistudio.google.com/api-keys',
  env: 'GEMINI_API_KEY',
  weight: 25,
  patterns: [
    {
      kind: 'split',
      token: { kind: 'token', prefix: 'AIza', segments: [{ of: GOOGLE_BODY, min: 35, max: 35 }] },
    },
    {
      kind: 'split',
      token: { kind: 'token', prefix: 'AQ.', segments: [{ of: GOOGLE_BODY, min: 50, max: 50 }] },
    },
  ],
  samples: {
    hits: [
      '"AIza" + "{{base64url:35}}"',
      "'AQ.' .\n  '{{base64url:50}}'",
      '["AI", "za{{base64url:15}}", "{{base64url:20#2}}"].join("")',
      '`AQ.{{base64url:10}}${"{{base64url:40#2}}"}`',
      'KEY=AIza{{base64url:5}}\\\n{{base64url:30#2}}',
    ],
    misses: [
      '"AIza" + "{{base64url:34}}"',
      '["AIza", "{{base64url:35}}"]',
      'text.startsWith("AIza") && "{{base64url:35}}"',
      '"FAQ." + "{{base64url:50}}"',
    ],
  },
};

export const generic: readonly Rule[] = [hardcodedApiKey, splitKey];
