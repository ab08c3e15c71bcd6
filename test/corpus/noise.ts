/**
 * Text to fill a file of real length with: code, data and encoded bytes that hold no secret. What
 * stands in it is made up of words, so that a finding in it is always a false alarm.
 */
import { random, randomText } from '../helpers/keys.ts';

const VERBS = ['load', 'parse', 'render', 'fetch', 'merge', 'update', 'resolve', 'format', 'apply'];
const NOUNS = ['User', 'Order', 'Config', 'Token', 'Model', 'Prompt', 'Session', 'Layout', 'Route'];
const FIELDS = [
  'status',
  'apiKeyName',
  'options',
  'cacheKey',
  'model',
  'headers',
  'index',
  'total',
];
const WORDS = [
  'the',
  'request',
  'was',
  'sent',
  'with',
  'an',
  'API',
  'key',
  'from',
  'settings',
  'and',
];

type Pick = (list: readonly string[]) => string;
type Line = (pick: Pick, number: number) => string;

const name = (pick: Pick) => pick(VERBS) + pick(NOUNS) + pick(NOUNS);
const field = (pick: Pick) => pick(FIELDS);

const lines: Record<string, readonly Line[]> = {
  js: [
    (pick) => `export async function ${name(pick)}(${field(pick)}, options = {}) {`,
    (pick) => `  const ${field(pick)} = await ${name(pick)}(options.${field(pick)} ?? null);`,
    (pick, number) => `  if (${field(pick)}.length > ${number}) return ${name(pick)}(this.apiKey);`,
    (pick) =>
      `  logger.debug('${pick(VERBS)} ${pick(NOUNS)}', { ${field(pick)}, apiKey: undefined });`,
    () => '}',
    () => '',
  ],
  py: [
    (pick) => `def ${pick(VERBS)}_${pick(NOUNS).toLowerCase()}(self, ${field(pick)}=None):`,
    (pick) => `    """${pick(WORDS)} ${pick(WORDS)} ${pick(WORDS)} ${pick(WORDS)}."""`,
    (pick) => `    ${field(pick)} = self.${name(pick)}(${field(pick)}, api_key=self.api_key)`,
    (pick, number) => `    return {"${field(pick)}": ${number}, "api_key": api_key}`,
    () => '',
  ],
  json: [
    (pick, number) => `  "${name(pick)}${number}": "${pick(WORDS)} ${pick(WORDS)} ${pick(WORDS)}",`,
    (pick, number) => `  "${name(pick)}Count${number}": ${number * 17},`,
  ],
  yaml: [
    (pick, number) => `  ${field(pick)}_${number}: ${pick(WORDS)} ${pick(WORDS)}`,
    (pick, number) => `  ${pick(NOUNS).toLowerCase()}${number}: { enabled: true, apiKey: null }`,
  ],
  env: [
    (pick, number) => `${field(pick).toUpperCase()}_${number}=${pick(WORDS)}`,
    (pick) => `# ${pick(WORDS)} ${pick(WORDS)} ${pick(WORDS)}`,
  ],
  log: [
    (pick, number) =>
      `2026-03-${String((number % 28) + 1).padStart(2, '0')}T10:${String(number % 60).padStart(2, '0')}:07Z INFO ${name(pick)} took ${number} ms apiKey=*** status=200`,
  ],
  md: [
    (pick) =>
      `${pick(WORDS)} ${pick(WORDS)} \`apiKey\` ${pick(WORDS)} ${pick(WORDS)} ${pick(WORDS)}`,
    (pick) => `- **${name(pick)}**: ${pick(WORDS)} ${pick(WORDS)}`,
    () => '',
  ],
  csv: [(pick, number) => `${number},${name(pick)},${pick(WORDS)},${number * 3}.50,eu-west-1`],
};

const MINIFIED = [
  'function t(e){return e&&e.__esModule?e.default:e}',
  'var n=r(4821),i=r.n(n),o=(0,s.jsx)("div",{key:e.id,className:"a b"});',
  'e.apiKey=t.apiKey||n.apiKey,e.headers={"x-api-key":e.apiKey};',
  'Object.defineProperty(t,"apiKey",{enumerable:!0,get:function(){return a.Z}});',
  'const{apiKey:u,baseURL:c}=e;if(!u)throw new Error("Missing apiKey option");',
  'switch(e.type){case"SET_API_KEY":return{...t,apiKey:e.payload};default:return t}',
];

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * `amount` lines of a language, or characters of `min` (one line of minified script), `base64`
 * (one run, whatever stands in it), `vlq` (a source map's mappings) or `hex`.
 */
export function noise(kind: string, amount: number, seed: number): string {
  if (kind === 'base64') return randomText(amount, seed, BASE64);
  if (kind === 'hex') return randomText(amount, seed, '0123456789abcdef');
  if (kind === 'vlq') return randomText(amount, seed, 'AAACEGIKMOQSUWYgikmo,;');
  const next = random(seed);
  const pick: Pick = (list) => list[next(list.length)]!;
  if (kind === 'min') {
    let text = '';
    while (text.length < amount) text += pick(MINIFIED);
    return text;
  }
  const makers = lines[kind]!;
  return Array.from({ length: amount }, (_, number) =>
    makers[next(makers.length)]!(pick, number),
  ).join('\n');
}
