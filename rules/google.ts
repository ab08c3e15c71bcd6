/**
 * Google's API keys. Shapes and lengths are Google's own (its OSV-SCALIBR scanner has the prefixes); the
 * structure in `real` follows from them: an auth key is `AQ.` and 37 bytes in base64url of which five are
 * constant, a standard key is 29 bytes of which five are constant, so that in both some characters can take
 * only a few values.
 */
import type { Rule } from '../src/types.ts';

const KEY = 'A-Za-z0-9_-';
const encodings = ['utf16', 'base64', 'percent', 'escape', 'entity', 'hex', 'codes'] as const;

export const geminiAuthKey: Rule = {
  id: 'gemini-auth-key',
  title: 'Google Gemini auth key',
  why: 'Whoever reads it can call the Gemini API as you: spend your quota and your money, and read the files and caches of its project.',
  severity: 'error',
  provider: 'Google',
  revoke: 'https://aistudio.google.com/api-keys',
  env: 'GEMINI_API_KEY',
  weight: 30,
  exposedAs: 'client-exposed-key',
  patterns: [
    {
      kind: 'token',
      prefix: 'AQ.',
      inner: 'Ab8RN6',
      segments: [{ of: KEY, min: 30, max: 100 }],
      usual: 50,
      encodings,
    },
  ],
  grades: {
    usual: /^AQ\.Ab8RN6[A-Za-z0-9_-]{44}$/,
    real: /^AQ\.Ab8RN6[IJKL][A-Za-z0-9_-]{42}[AQgw]$/,
    publicSamples: [],
  },
  samples: {
    hits: [
      'const ai = new GoogleGenAI({ apiKey: "{{gemini-auth-key}}" });',
      'GEMINI_API_KEY={{gemini-auth-key#2}}',
      'curl -H "x-goog-api-key: {{gemini-auth-key#3}}" https://example.com',
      '{{gemini-auth-key#4}}',
    ],
    misses: [
      'FAQ.{{base64url:50}}',
      'See the FAQ. Something else follows in this sentence.',
      'x.AQ.b',
      'e.AQ.unstable_getFirstCallbackNodeWithPriorityLevel()',
      'eyJ{{alnum:33}}AQ.{{base64url:50}}.{{base64url:43}}',
      'AQ.{{base64url:29}}',
      'AQ.{{base64url:101}}',
    ],
  },
};

export const googleApiKey: Rule = {
  id: 'google-api-key',
  title: 'Google API key',
  why: 'Whoever reads it can call every Google API that the key is open for, the Gemini API among them, at your cost.',
  severity: 'error',
  provider: 'Google',
  revoke: 'https://console.cloud.google.com/apis/credentials',
  env: 'GEMINI_API_KEY',
  weight: 30,
  publicAs: 'google-web-key',
  exposedAs: 'client-exposed-key',
  patterns: [
    {
      kind: 'token',
      prefix: 'AIza',
      inner: 'Sy',
      segments: [{ of: KEY, min: 35, max: 35 }],
      usual: 35,
      encodings,
    },
  ],
  grades: {
    usual: /^AIza[A-Za-z0-9_-]{35}$/,
    real: /^AIzaSy[A-D][A-Za-z0-9_-]{31}[AEIMQUYcgkosw048]$/,
    // The sample keys of Google's own Firebase SDK, and one alphabet, as other scanners list them.
    publicSamples: [
      'f56e323494a6ffc2064e7a955908957d84f0755e5f975dabd64328d0359a8f7c',
      '2037abcaffb2b77785da716cf7ccff4ff4d00c4ea930db0167b7d71f50af7eb4',
      '3f370c9dd8225c63b5c77de1f785edc9712958f18bb612d5fa2e0ae33aeca682',
      'e4a5542bb7fd7b67e943c71ad29c34b5972c9840597e7eda53e666f44d5da0b9',
      'a19f89ab3555eac10c40741f6df79ecf0935998f15569f8db9d67bce0181fff6',
      '0b476bdf9acf2123d547b5ae76f1e59884d8ec9553ee0c47e9f31fd4768f3f3c',
      'eb540d2b6ee2a0a47c5779bc8a0141784c6b753840d4c6f4e2428a6e86e9e0b1',
      '37f8f09bdf12c2f2eae4ead7273a62ddb0c23459cbf902892f282b57f7ed6619',
      '8731261cb72d86267a32a532ebd3df429e2144e5e4ced7e13568bc9e6c8fb1b1',
      '49f777db995e8260da7ca9ffdf0c08d66f0453e97ec967018baf2cdfe3b582d0',
      '27a9a42931dff7eb2f8434e20a9bce976ea364e7bee49187f19d5cfeca9c7045',
      'dc0fcf046c61640cbd1e8b999ada3262d722c2ca4bf42dceac999020ffdbb614',
      '4c98242dcadc8b29005c6b4aad526552d5ea1842149154c0694adeec75847583',
      'ea9bb1082cf95663f5faca23b8b15ef2aa0fce0a5c6df9c32dcb85b2e0a4513d',
      '3a8b61d0f636b007840c0d40ba12bcf48465dc054cdc1a68704a33521d84b665',
      'a6c814bc555ae62c7bd8b58ec07bf559c7ed3a009976a1e0acc9cef0d4473b41',
    ],
  },
  samples: {
    hits: [
      'const ai = new GoogleGenerativeAI("{{google-api-key}}");',
      'GOOGLE_API_KEY={{google-api-key#2}}',
      'https://generativelanguage.googleapis.com/v1beta/models?key={{google-api-key#3}}&alt=sse',
      'AIza{{base64url:34}}-\n',
    ],
    misses: [
      'AIza{{base64url:36}}',
      'AIza{{base64url:34}}',
      '{{alnum:9}}AIza{{base64url:35}}',
      'AIzaSyXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
      'apiKey: "AIza-YOUR-KEY-HERE"',
    ],
  },
};

/** Has no pattern of its own: `google-api-key` turns into it where the key is public by design. */
export const googleWebKey: Rule = {
  id: 'google-web-key',
  title: 'Google web key',
  why: 'Public by design only if it is restricted: check that the Generative Language API is off for this key, or anybody can use Gemini at your cost.',
  severity: 'warning',
  provider: 'Google',
  revoke: 'https://console.cloud.google.com/apis/credentials',
  weight: 30,
  patterns: [],
  samples: {
    hits: [
      'firebase.initializeApp({ apiKey: "{{google-api-key}}", authDomain: "a.firebaseapp.com", projectId: "a" })',
      '<script src="https://maps.googleapis.com/maps/api/js?key={{google-api-key#2}}&callback=init"></script>',
      '<string name="google_maps_key">{{google-api-key#3}}</string>',
    ],
    misses: [
      'const firebaseConfig = { apiKey: "{{gemini-auth-key}}", authDomain: "a.firebaseapp.com", projectId: "a" };',
      'url = "https://generativelanguage.googleapis.com/v1/models?key={{google-api-key}}"',
    ],
  },
};

/**
 * Has no pattern of its own: the two rules above turn into it under a name that a bundler ships to
 * browsers. Switched off, it gives the finding back to them: a key is never lost.
 */
export const clientExposedKey: Rule = {
  id: 'client-exposed-key',
  title: 'Gemini key shipped to browsers',
  why: 'Its name makes the bundler write it into what every visitor downloads: anybody can use the Gemini API at your cost, also if this file is never pushed.',
  severity: 'error',
  provider: 'Google',
  revoke: 'https://aistudio.google.com/api-keys',
  env: 'GEMINI_API_KEY',
  weight: 30,
  patterns: [],
  samples: {
    hits: [
      'VITE_GEMINI_API_KEY={{gemini-auth-key}}',
      'NEXT_PUBLIC_GEMINI_API_KEY="{{google-api-key#2}}"',
      "define: { 'process.env.API_KEY': JSON.stringify('{{gemini-auth-key#3}}') }",
    ],
    misses: [
      'GEMINI_API_KEY={{gemini-auth-key}}',
      'VITE_FIREBASE_API_KEY={{google-api-key}}',
      'const key = import.meta.env.VITE_GEMINI_API_KEY;',
    ],
  },
};

export const google: readonly Rule[] = [
  geminiAuthKey,
  googleApiKey,
  googleWebKey,
  clientExposedKey,
];
