/**
 * The values that templates ask for by name: keys, random text of a given shape, keys in the shape of
 * known providers. Everything is made at run time from a seed, so no key-shaped text stands here.
 */
import { crc32 } from 'node:zlib';
import { authKey, randomText, standardKey } from '../helpers/keys.ts';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const BASE62 = DIGITS + UPPER + LOWER;
const BASE64URL = `${UPPER + LOWER + DIGITS}-_`;
const HEX = `${DIGITS}abcdef`;

/** Random text that holds a digit and both cases, as any real key of that length does. */
function mixed(length: number, seed: number, alphabet = BASE62): string {
  for (let attempt = 0; ; attempt++) {
    const text = randomText(length, seed * 7919 + attempt * 104_729 + 17, alphabet);
    if (/[0-9]/.test(text) && /[a-z]/.test(text) && (alphabet === HEX || /[A-Z]/.test(text))) {
      return text;
    }
  }
}

function base62(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 62)) {
    text = BASE62[rest % 62] + text;
  }
  return text;
}

/** GitHub's and npm's tokens end in six characters of checksum over the thirty before. */
function checked(prefix: string, seed: number): string {
  const body = mixed(30, seed);
  return prefix + body + base62(crc32(body), 6);
}

type Maker = (seed: number) => string;
type Sized = (length: number, seed: number) => string;

/** Alphabets of values that belong to nobody; `hex32` is 32 characters of the first one. */
const alphabets: Record<string, Sized> = {
  hex: (length, seed) => mixed(length, seed, HEX),
  HEX: (length, seed) => mixed(length, seed, HEX).toUpperCase(),
  alnum: (length, seed) => mixed(length, seed),
  lower: (length, seed) => randomText(length, seed * 31 + 5, DIGITS + LOWER),
  upper: (length, seed) => randomText(length, seed * 13 + 1, DIGITS + UPPER),
  url: (length, seed) => mixed(length, seed, BASE64URL),
};

const others: Record<string, Maker> = {
  base64: (seed) => `${mixed(42, seed, `${BASE62}+/`)}k=`,
  base64x: (seed) => mixed(64, seed, `${BASE62}+/`),
  dashed: (seed) => [0, 1, 2, 3].map((part) => mixed(8, seed * 5 + part)).join('-'),
  ninjas: (seed) => `${mixed(20, seed)}==${mixed(16, seed + 1)}`,
  dotted: (seed) => `${mixed(22, seed, BASE64URL)}.${mixed(43, seed + 1, BASE64URL)}`,
  uuid: (seed) => {
    const hex = mixed(32, seed, HEX);
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`]
      .concat(hex.slice(20))
      .join('-');
  },
};

/** A value of a shape such as `hex32`, `alnum40`, `url43`, `dashed`. */
export function shapeOf(shape: string, seed: number): string {
  const other = others[shape];
  if (other !== undefined) return other(seed);
  const [, alphabet, length] = /^([a-zA-Z]+)(\d+)$/.exec(shape)!;
  return alphabets[alphabet!]!(Number(length), seed);
}

/** Keys in the shape that a provider issues. */
export const providers: Record<string, Maker> = {
  openai: (seed) => `sk-${mixed(20, seed)}T3Blbk${'FJ'}${mixed(20, seed + 1)}`,
  'openai-project': (seed) =>
    `sk-proj-${mixed(74, seed, BASE64URL)}T3Blbk${'FJ'}${mixed(74, seed + 1, BASE64URL)}`,
  anthropic: (seed) => `sk-ant-api03-${mixed(93, seed, BASE64URL)}AA`,
  groq: (seed) => `gsk_${mixed(20, seed)}WGdyb3FY${mixed(24, seed + 1)}`,
  xai: (seed) => `xai-${mixed(80, seed)}`,
  mistral: (seed) => mixed(32, seed),
  huggingface: (seed) => `hf_${randomText(34, seed * 3 + 1, UPPER + LOWER)}`,
  cohere: (seed) => mixed(40, seed),
  deepseek: (seed) => `sk-${mixed(32, seed, HEX)}`,
  openrouter: (seed) => `sk-or-v1-${mixed(64, seed, HEX)}`,
  perplexity: (seed) => `pplx-${mixed(48, seed)}`,
  replicate: (seed) => `r8_${mixed(37, seed)}`,
  aws: (seed) => `AKIA${randomText(16, seed * 11 + 3, `${UPPER}234567`)}`,
  'aws-secret': (seed) => mixed(40, seed, `${BASE62}+/`),
  github: (seed) => checked('ghp_', seed),
  'github-oauth': (seed) => checked('gho_', seed),
  'github-fine': (seed) => `github_pat_${mixed(22, seed)}_${mixed(59, seed + 1)}`,
  gitlab: (seed) => `glpat-${mixed(20, seed, BASE64URL)}`,
  npm: (seed) => checked('npm_', seed),
  stripe: (seed) => `sk_live_${mixed(24, seed)}`,
  'stripe-long': (seed) => `sk_live_51${mixed(97, seed)}`,
  slack: (seed) => {
    const digits = (length: number, salt: number) =>
      `1${randomText(length - 1, seed + salt, DIGITS)}`;
    return `xoxb-${digits(12, 1)}-${digits(13, 2)}-${mixed(24, seed)}`;
  },
  sendgrid: (seed) => `SG.${mixed(22, seed, BASE64URL)}.${mixed(43, seed + 1, BASE64URL)}`,
  langsmith: (seed) => `lsv2_pt_${mixed(32, seed, HEX)}_${mixed(10, seed + 1, HEX)}`,
  tavily: (seed) => `tvly-${mixed(32, seed)}`,
  elevenlabs: (seed) => `sk_${mixed(48, seed, HEX)}`,
  fireworks: (seed) => `fw_${mixed(24, seed)}`,
  together: (seed) => `tgp_v1_${mixed(43, seed, BASE64URL)}`,
  jina: (seed) => `jina_${mixed(60, seed)}`,
  wandb: (seed) => `wandb_v1_${mixed(77, seed)}`,
  cloudflare: (seed) => `cfut_${mixed(48, seed)}`,
  'gitlab-scim': (seed) => `glsoat-${mixed(20, seed)}`,
  'gitlab-job': (seed) => `glcbt-64_${mixed(20, seed)}`,
  'slack-config': (seed) => `xoxe.xoxp-1-${mixed(164, seed)}`,
  'newrelic-insert': (seed) => `NRII-${mixed(32, seed)}`,
  'grafana-cloud': (seed) => `glc_${mixed(80, seed)}`,
  'vercel-refresh': (seed) => `vcr_${mixed(56, seed)}`,
  'google-client': (seed) => `GOCSPX-${mixed(28, seed)}`,
  bedrock: (seed) => `ABSK${'QmVkcm9ja0FQSUtleS'}1${mixed(109, seed)}=`,
  llamacloud: (seed) => `llx-${mixed(48, seed)}`,
  e2b: (seed) => `e2b_${mixed(40, seed, HEX)}`,
  apify: (seed) => `apify_api_${mixed(36, seed)}`,
  pinecone: (seed) => `pcsk_${mixed(6, seed)}_${mixed(63, seed + 1)}`,
};

/**
 * A Gemini key. `variant` bends it: `dash` and `under` end in that character, `inner` has an inner
 * prefix nobody has seen yet, `longN` is an auth key whose body has N characters.
 */
export function geminiKey(rule: string, seed: number, variant: string): string {
  const key = rule === 'gemini-auth-key' ? authKey(seed) : standardKey(seed);
  if (variant === 'dash') return `${key.slice(0, -1)}-`;
  if (variant === 'under') return `${key.slice(0, -1)}_`;
  if (variant === 'inner') return `AQ${'.'}Zx${mixed(48, seed, BASE64URL)}`;
  if (variant.startsWith('long')) {
    return `AQ${'.'}Ab8RN6${mixed(Number(variant.slice(4)) - 7, seed, BASE64URL)}w`;
  }
  if (variant === '') return key;
  throw new Error(`no key variant ${variant}`);
}
