/** ACCEPTANCE E1 and C3: Google keys that are public by design, and Gemini keys that browsers get. */
import { describe, expect, test } from 'vitest';
import { findings, type Given } from '../helpers/detect.ts';
import { authKey, randomText, standardKey } from '../helpers/keys.ts';

const key = standardKey(31);
const short = (text: string, given: Given = {}) =>
  findings(text, given).map(({ rule, severity }) => `${rule} ${severity}`);

const firebase = `const firebaseConfig = {
  apiKey: "${key}",
  authDomain: "demo.firebaseapp.com",
  projectId: "demo",
  storageBucket: "demo.appspot.com",
  messagingSenderId: "1234567890",
  appId: "1:1234567890:web:abcdef",
};`;

const webConfigs: Record<string, string> = {
  'Firebase object': firebase,
  'Firebase, minified': `n.initializeApp({apiKey:"${key}",authDomain:"d.firebaseapp.com",projectId:"d"});var a=1`,
  'Firebase JSON': JSON.stringify({ apiKey: key, authDomain: 'a', projectId: 'b' }, null, 2),
  'Firebase JSON in JSON': JSON.stringify(
    JSON.stringify({ apiKey: key, authDomain: 'a', appId: 'b' }),
  ),
  'Firebase, key last': `{ authDomain: "a", databaseURL: "b", apiKey: '${key}' }`,
  'Firebase in Dart': `FirebaseOptions(\n  apiKey: '${key}',\n  appId: '1:2:web:3',\n  messagingSenderId: '12',\n  projectId: 'demo',\n);`,
  'Firebase in .env': `VITE_FIREBASE_API_KEY=${key}\nVITE_FIREBASE_AUTH_DOMAIN=a.b\nVITE_FIREBASE_PROJECT_ID=a\n`,
  'two of the names are enough': `{ apiKey: "${key}", measurementId: "G-1", messagingSenderId: "2" }`,
  'Maps script': `<script src="https://maps.googleapis.com/maps/api/js?key=${key}&callback=initMap"></script>`,
  'Maps script, lib first': `<script src="https://maps.googleapis.com/maps/api/js?libraries=places&amp;key=${key}"></script>`,
  'Maps embed': `<iframe src="https://www.google.com/maps/embed/v1/place?key=${key}&q=x">`,
  'Maps static': `![map](https://maps.googleapis.com/maps/api/staticmap?key=${key})`,
  'Android strings.xml': `<string name="google_maps_key" translatable="false">${key}</string>`,
  'Android google_api_key': `<string name="google_api_key">${key}</string>`,
  'Android manifest': `<meta-data android:name="com.google.android.geo.API_KEY"\n    android:value="${key}" />`,
  'iOS Maps': `GMSServices.provideAPIKey("${key}")`,
  'google-services.json': `"client": [{"client_info": {"mobilesdk_app_id": "1:1:android:1"}, "api_key": [{ "current_key": "${key}" }]}]`,
  'GoogleService-Info.plist': `<key>API_KEY</key>\n<string>${key}</string>\n<key>GCM_SENDER_ID</key>\n<string>12</string>`,
};

describe('E1 web keys', () => {
  test.each(Object.entries(webConfigs))('E1 %s is a warning', (_name, text) => {
    const [finding, ...others] = findings(text);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: 'google-web-key', severity: 'warning' });
    expect(finding?.remarks).toContain('web-config');
    expect(finding?.fingerprint).toMatch(/^google-web-key:[0-9a-f]{32}$/);
  });

  test('E1 by file name alone', () => {
    for (const path of ['app/google-services.json', 'ios/GoogleService-Info.plist']) {
      expect(short(`"k": "${key}"`, { path })).toEqual(['google-web-key warning']);
    }
  });

  test('E1 --web-keys=error and off', () => {
    expect(short(firebase, { webKeys: 'error' })).toEqual(['google-web-key error']);
    expect(short(firebase, { webKeys: 'off' })).toEqual([]);
  });

  test('E1 one name is not a web config', () => {
    expect(short(`{ apiKey: "${key}", projectId: "x" }`)).toEqual(['google-api-key error']);
    expect(short(`a = { projectId: "x", appId: "y" };\nb = { k: "${key}" };`)).toEqual([
      'google-api-key error',
    ]);
  });

  test('E1 the same key used for Gemini is an error wherever it stands', () => {
    const gemini = `new GoogleGenerativeAI("${key}")`;
    for (const text of [
      `${firebase}\n${gemini}`,
      `${firebase}\n${'// filler\n'.repeat(400)}${gemini}`,
      `${gemini}\n${'x();\n'.repeat(800)}${firebase}`,
    ]) {
      const [finding, ...others] = findings(text);
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ rule: 'google-api-key', severity: 'error', count: 2 });
      expect(finding?.remarks).toContain('web-key-used-for-gemini');
    }
  });

  test('E1 a Firebase config whose key is handed to Gemini by its name', () => {
    const text = `${firebase}\n${'y();\n'.repeat(300)}const ai = new GoogleGenAI({ apiKey: firebaseConfig.apiKey });`;
    expect(short(text)).toEqual(['google-api-key error']);
  });

  test('E1 Gemini right beside the config', () => {
    expect(short(`// Gemini uses this too\n${firebase}`)).toEqual(['google-api-key error']);
  });

  test('E1 Gemini far away with a key of its own leaves the web key alone', () => {
    const text = `${firebase}\n${'z();\n'.repeat(400)}new GoogleGenAI({ apiKey: process.env.GEMINI_API_KEY });`;
    expect(short(text)).toEqual(['google-web-key warning']);
  });

  test('E1 an AQ. key is never public', () => {
    const text = firebase.replace(key, authKey(3));
    expect(short(text)).toEqual(['gemini-auth-key error']);
    expect(short(text, { path: 'google-services.json', webKeys: 'off' })).toEqual([
      'gemini-auth-key error',
    ]);
  });

  test('E1 in UTF-16', () => {
    expect(short(new Uint8Array(Buffer.from(firebase, 'utf16le')) as never)).toEqual([
      'google-web-key warning',
    ]);
  });
});

describe('C3 keys that are handed to browsers', () => {
  const prefixes = [
    'VITE_',
    'NEXT_PUBLIC_',
    'REACT_APP_',
    'EXPO_PUBLIC_',
    'PUBLIC_',
    'NUXT_PUBLIC_',
    'GATSBY_',
  ];
  test.each(prefixes)('C3 %sGEMINI_API_KEY is an error that says so', (prefix) => {
    for (const secret of [authKey(4), standardKey(4)]) {
      for (const text of [
        `${prefix}GEMINI_API_KEY=${secret}\n`,
        `${prefix}GEMINI_KEY="${secret}"`,
        `export ${prefix}GOOGLE_API_KEY='${secret}'`,
        `  ${prefix}GOOGLE_GENAI_KEY: ${secret}`,
        `ENV ${prefix}GEMINI_API_KEY=${secret}`,
      ]) {
        const [finding] = findings(text);
        expect(finding, text).toMatchObject({ rule: 'client-exposed-key', severity: 'error' });
        expect(finding?.remarks, text).toContain('client-exposed');
        expect(finding?.name).toMatch(prefix);
      }
    }
  });

  test("C3 Vite's define", () => {
    for (const text of [
      `define: { 'process.env.API_KEY': JSON.stringify("${authKey(5)}") }`,
      `define: { "import.meta.env.GEMINI": '"${authKey(5)}"' }`,
      `runtimeConfig: {\n  public: {\n    geminiApiKey: "${authKey(5)}",\n  },\n}`,
    ]) {
      expect(short(text), text).toEqual(['client-exposed-key error']);
    }
  });

  test('C3 what the browser loads holds no key of the server', () => {
    for (const path of [
      '.next/static/chunks/1.js',
      'dist/assets/index-1.js',
      'build/static/js/m.js.map',
    ])
      expect(short(`const e={k:"${authKey(5)}"}`, { path })).toEqual(['client-exposed-key error']);
    expect(short(`const e={k:"${authKey(5)}"}`, { path: 'dist/server.js' })).toEqual([
      'gemini-auth-key error',
    ]);
  });

  test('C3 a server name is not exposed', () => {
    expect(findings(`GEMINI_API_KEY=${authKey(6)}`)[0]?.remarks).toEqual([]);
    expect(findings(`const PUBLIC = 1; k = "${authKey(6)}"`)[0]?.remarks).toEqual([]);
  });

  test('C3 without a value there is nothing', () => {
    expect(findings('const k = import.meta.env.VITE_GEMINI_API_KEY;')).toEqual([]);
    expect(findings('VITE_GEMINI_API_KEY=\nNEXT_PUBLIC_GEMINI_API_KEY="${GEMINI}"')).toEqual([]);
  });

  test('C3 built output shows the same finding', () => {
    const text = `const e={apiKey:"${authKey(7)}"};`;
    for (const path of ['dist/assets/index.js', '.next/static/chunks/a.js', 'dist/index.js.map']) {
      const [finding] = findings(text, { path });
      const rule = path.endsWith('.map') ? 'gemini-auth-key' : 'client-exposed-key';
      expect(finding).toMatchObject({ rule, severity: 'error' });
      expect(finding?.remarks).toContain('built-output');
    }
  });
});

describe('the key of a site’s search', () => {
  const key = randomText(32, 77, '0123456789abcdef');
  const config = (index: string) =>
    `algolia: {\n  appId: 'X1Z85QJPUV',\n  apiKey: '${key}',\n  ${index}\n},`;

  test('beside its index it is a warning that says so', () => {
    expect(findings(config("indexName: 'docs'"))).toMatchObject([
      { rule: 'hardcoded-api-key', severity: 'warning', remarks: ['search-key'] },
    ]);
  });

  test('elsewhere, and where an admin key is spoken of, it is an error', () => {
    for (const other of ["region: 'eu'", "indexName: 'docs', // admin key"]) {
      expect(findings(config(other)), other).toMatchObject([{ severity: 'error' }]);
    }
  });
});

test('C3 what a Next config names in env is exposed', () => {
  const text = `export default { env: { GEMINI_KEY: "${authKey(91)}" } };`;
  expect(short(text, { path: 'next.config.mjs' })).toEqual(['client-exposed-key error']);
  expect(short(text, { path: 'src/other.mjs' })).toEqual(['gemini-auth-key error']);
});
