/** Findings, reports and styles for the reporters' tests, as the judge would make them. */
import type { Command, Finding, Presence, Report, Style, Where } from '../../src/types.ts';
import { authKey, standardKey } from '../helpers/keys.ts';

export const plain: Style = {
  color: false,
  width: 80,
  verbose: false,
  quiet: false,
  self: 'npx keyfence',
};

/** Public prefix, `…`, last four: as the judge masks. */
export const mask = (key: string): string =>
  `${key.startsWith('AQ.') ? 'AQ.Ab8RN6' : 'AIza'}…${key.slice(-4)}`;

export const gemini = authKey(7);
export const standard = standardKey(7);

export function where(path: string, change: Partial<Where> = {}): Where {
  return { kind: 'staged', path, line: 12, column: 12, endLine: 12, endColumn: 65, ...change };
}

export function finding(path: string, change: Partial<Finding> = {}): Finding {
  const at = change.where === undefined ? where(path) : change.where;
  const secret = change.secret === undefined ? mask(gemini) : change.secret;
  return {
    rule: 'gemini-auth-key',
    title: 'Google Gemini auth key',
    severity: 'error',
    confidence: 'high',
    fingerprint: 'gemini-auth-key:4c1f0b7a52de93aa',
    places: [at],
    count: 1,
    frame: [
      { line: 11, text: 'const ai = new GoogleGenAI({' },
      { line: 12, text: `  apiKey: '${secret}',`, mark: [11, secret.length] },
      { line: 13, text: '});' },
    ],
    remarks: [],
    provider: 'Google',
    name: 'apiKey',
    why: 'Whoever reads this key can use Gemini at your cost: treat it like a password.',
    revoke: 'https://aistudio.google.com/apikey',
    env: 'GEMINI_API_KEY',
    ...change,
    where: at,
    secret,
  };
}

/** A standard key, whose console page is another one. */
export const cloudFinding = (path: string, change: Partial<Finding> = {}): Finding =>
  finding(path, {
    rule: 'google-api-key',
    title: 'Google API key',
    fingerprint: 'google-api-key:0000000000000042',
    secret: mask(standard),
    why: 'Whoever reads this key can call every Google API it is allowed to, Gemini included, at your cost.',
    revoke: 'https://console.cloud.google.com/apis/credentials',
    ...change,
  });

export const commit = (digit: string): string => digit.repeat(40).slice(0, 40);

export function presence(change: Partial<Presence> = {}): Presence {
  const first = {
    commit: commit('a1b2c3d4'),
    author: 'Ada',
    date: '2026-03-01T09:00:00+01:00',
    path: 'src/ai/client.ts',
  };
  return {
    firstSeen: first,
    lastSeen: { ...first, commit: commit('b'), date: '2026-05-20T18:30:00+02:00' },
    versions: 3,
    inHead: true,
    branches: ['main'],
    tags: [],
    remotes: [],
    reach: 'reached',
    ...change,
  };
}

export function report(command: Command, change: Partial<Report> = {}): Report {
  return {
    tool: { name: 'keyfence', version: '0.0.0' },
    target: { command, scope: 'index against HEAD' },
    complete: true,
    findings: [],
    skipped: [],
    ignored: 0,
    notices: [],
    stats: { files: 3, messages: 0, bytes: 12_345, commits: 0 },
    ...change,
  };
}

export const text = (pieces: Iterable<string>): string => [...pieces].join('');

const history = where('src/ai/client.ts', {
  kind: 'blob',
  commit: commit('a1b2c3d4'),
  oid: commit('0f'),
  author: 'Ada',
  date: '2026-03-01T09:00:00+01:00',
});
/** Every kind of place, a skip of each sort, a failure. */
export const full = report('history', {
  findings: [
    cloudFinding('', {
      where: history,
      presence: presence({ remotes: ['origin/main'] }),
      count: 2,
      places: [history, where('b.ts', { kind: 'blob' })],
    }),
    finding('web/app 1.html', { severity: 'warning', remarks: ['client-exposed', 'web-config'] }),
    finding('', { where: where('', { kind: 'message', commit: commit('9') }) }),
    finding('', { where: where('caf\ufffd.txt', { pathBytes: btoa('caf\xe9 #1.txt') }) }),
  ],
  skipped: [
    { path: 'big.sql', reason: 'too-large', harmless: false, detail: '3 GB' },
    {
      path: 'raw\ufffd',
      pathBytes: Uint8Array.of(0x72, 0x61, 0x77, 0xff),
      reason: 'binary',
      harmless: true,
    },
  ],
  complete: false,
  ignored: 3,
  notices: [{ code: 'already-committed', count: 1, values: ['old.ts'] }],
  failure: { code: 'git-failed', message: 'git stopped.', next: 'Run it again.' },
});
export const clean = report('staged');
export const stopped = report('staged', { complete: false, failure: full.failure! });
