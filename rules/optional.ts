/** Rules that are off until the root config gives them a severity. Their ids stand in src/config/rule-ids.ts too. */
import type { Rule } from '../src/types.ts';

export const clientExposedName: Rule = {
  id: 'client-exposed-name',
  title: 'Gemini key read by browser code',
  why: 'The bundler writes the value of this variable into what every visitor downloads: anybody can use the Gemini API at your cost.',
  severity: 'warning',
  provider: 'Google',
  revoke: 'https://aistudio.google.com/api-keys',
  env: 'GEMINI_API_KEY',
  weight: 5,
  patterns: [{ kind: 'exposed', words: ['gemini', 'genai', 'generative', 'google'] }],
  samples: {
    hits: [
      'const key = import.meta.env.VITE_GEMINI_API_KEY;',
      'apiKey: process.env.NEXT_PUBLIC_GOOGLE_API_KEY,',
      "define: { 'process.env.API_KEY': JSON.stringify(env.GEMINI_API_KEY) }",
      "define: { __KEY__: JSON.stringify(env['GEMINI_API_KEY']) }",
      'const nextConfig = { env: { GEMINI_API_KEY: process.env.GEMINI_API_KEY } };',
      'runtimeConfig: { public: { geminiApiKey: process.env.GEMINI_API_KEY } }',
      "new webpack.EnvironmentPlugin(['NODE_ENV', 'GEMINI_API_KEY'])",
      "import { PUBLIC_GEMINI_API_KEY } from '$env/static/public';",
    ],
    misses: [
      'const key = process.env.GEMINI_API_KEY;',
      'const key = import.meta.env.VITE_FIREBASE_API_KEY;',
      'const map = import.meta.env.VITE_GOOGLE_MAPS_API_KEY;',
      'runtimeConfig: { geminiApiKey: process.env.GEMINI_API_KEY }',
      'const model = import.meta.env.VITE_GEMINI_MODEL;',
      'VITE_GEMINI_API_KEY={{gemini-auth-key}}',
      'body: JSON.stringify(env.GEMINI_MODEL)',
    ],
  },
};

export const optional: readonly Rule[] = [clientExposedName];
