/**
 * Where does a Google key stand? In a web config (Firebase, Maps) it is public by design, unless Gemini is
 * near or uses it too; under a name that a bundler ships to browsers it is exposed.
 */
import type { Secret } from './matcher.ts';

const decoder = new TextDecoder('latin1');
/** Bytes that are read on each side. */
const REACH = 1500;
/** Bytes around the object in which a word about Gemini counts. */
const NEAR = 300;
const GEMINI =
  /gemini|generativelanguage|google[\w.-]*generative[._-]?ai|@google\/(?:genai|generative)|google\.genai|google[._-]?gen[._-]?ai/i;
const CONFIG_NAME =
  /(auth_?domain|project_?id|storage_?bucket|messaging_?sender_?id|app_?id|measurement_?id|database_?url)\\?["'`]?\s*[:=]/gi;
const WEB_FILE = /(?:^|\/)(?:google-services[^/]*\.json|GoogleService-Info[^/]*\.plist)$/i;
const WEB_FILE_TEXT = /mobilesdk_app_id|"current_key"|GCM_SENDER_ID|GOOGLE_APP_ID|PLIST_VERSION/;
const MAPS_BEFORE =
  /(?:maps\.google(?:apis)?\.com|maps\/api\/|google\.com\/maps\/|\/__\/firebase\/)[^\s"'`<>]*$|name=\\?["'](?:google_maps(?:_api)?_key|google_api_key|google_crash_reporting_api_key)\\?["'][^<>]{0,80}>\s*$|com\.google\.android\.(?:geo|maps\.v2)\.API_KEY\\?["'][^<>]{0,80}["']$|provideAPIKey\(\s*@?["']$/i;
export const CLIENT_NAME =
  /^(?:VITE|NEXT_PUBLIC|REACT_APP|EXPO_PUBLIC|PUBLIC|NUXT_PUBLIC|GATSBY|VUE_APP|NG_APP|PLASMO_PUBLIC|STORYBOOK)_/;
/** What bundlers write for browsers alone: Next, Vite, Create React App, Nuxt, SvelteKit. */
const CLIENT_FILE =
  /(?:^|\/)(?:\.next\/static|_next\/static|dist\/assets|build\/static|\.output\/public|\.nuxt\/dist\/client|\.svelte-kit\/output\/client)\//;
/** Nuxt hands this part of its config to browsers. */
const CLIENT_CONFIG = /runtimeConfig\s*[:=]\s*\{[\s\S]{0,600}?\bpublic\s*:\s*\{[^{}]*$/;
/** Next ships the variables that its config names. */
const NEXT_FILE = /(?:^|\/)next\.config\.[cm]?[jt]s$/;
const NEXT_PART = /\benv\s*:\s*\{[^{}]*$/;
const CLIENT_FIREBASE = /FIREBASE|MAPS/i;
/** What stands between a name and its value, up to the value. */
const ASSIGNS =
  /(?:[:=]=?>?|<-)\s*(?:JSON\.stringify\(\s*)?(?:[\w.]{0,40}\|\|\s*)?(?:\\*["'`]){0,3}$/;
const NAME_END = /[\w$](?=\\*["'`]?\]?\s*$)/;
const NAME = /[\w.$-]/;
/** The variable that an object is assigned to, right before its `{`. */
const OBJECT_NAME = /([A-Za-z_$][\w$]*)\s*(?::\s*[\w.<>]{1,60}\s*)?=\s*(?:[\w.]{1,60}\(\s*)?$/;
/** Blobs up to this size are searched for a use of the config by name. */
const SEARCHED = 1 << 20;

export interface Surroundings {
  /** A Firebase or Maps config: public by design. */
  readonly web: boolean;
  readonly gemini: boolean;
  readonly client: boolean;
  readonly name: string | undefined;
}

export function surroundings(bytes: Uint8Array, secret: Secret, path: string): Surroundings {
  const from = Math.max(0, secret.start - REACH);
  const before = readable(bytes, from, secret.start);
  const cut = before.length;
  const end = cut + readable(bytes, secret.start, secret.end).length;
  const text = readable(bytes, from, Math.min(bytes.length, secret.end + REACH));
  const name = secret.name ?? nameBefore(before);
  const [left, right] = objectAround(text, cut, end);
  const object = `${text.slice(left, cut)}\n${text.slice(end, right)}`;
  const near = `${text.slice(Math.max(0, left - NEAR), cut)}\n${text.slice(end, right + NEAR)}`;
  const client =
    CLIENT_FILE.test(path) ||
    (name !== undefined && shipsToBrowsers(name)) ||
    CLIENT_CONFIG.test(before) ||
    (NEXT_FILE.test(path) && NEXT_PART.test(before));
  const web =
    distinctNames(object) >= 2 ||
    WEB_FILE.test(path) ||
    WEB_FILE_TEXT.test(near) ||
    MAPS_BEFORE.test(before.slice(-400)) ||
    (client && name !== undefined && CLIENT_FIREBASE.test(name));
  const gemini =
    GEMINI.test(near) ||
    (name !== undefined && GEMINI.test(name)) ||
    (web &&
      handedToGemini(bytes, OBJECT_NAME.exec(text.slice(Math.max(0, left - 120), left))?.[1]));
  return { web, gemini, client, name };
}

const SEARCH = /index_?name|docsearch|instantsearch/i;
const SEARCH_REACH = 250;

/** The key of a site's search (Algolia's DocSearch), beside the index it searches: made to be public. */
export function isSearchKey(bytes: Uint8Array, { start, end, value }: Secret): boolean {
  if (!/^[0-9a-f]{32}$/.test(value)) return false;
  const near = readable(bytes, Math.max(0, start - SEARCH_REACH), end + SEARCH_REACH);
  return SEARCH.test(near) && !/admin/i.test(near);
}

/** `new GoogleGenAI({ apiKey: firebaseConfig.apiKey })`, anywhere in the blob. */
function handedToGemini(bytes: Uint8Array, config: string | undefined): boolean {
  if (config === undefined || bytes.length > SEARCHED) return false;
  const text = decoder.decode(bytes);
  let at = text.indexOf(`${config}.apiKey`);
  while (at >= 0) {
    if (GEMINI.test(text.slice(Math.max(0, at - 200), at))) return true;
    at = text.indexOf(`${config}.apiKey`, at + 1);
  }
  return false;
}

/** The name that a value is given to, where the value starts at the end of `text`. */
function nameBefore(text: string): string | undefined {
  const near = text.slice(-120);
  const assigns = ASSIGNS.exec(near);
  if (!assigns) return undefined;
  const left = text.slice(0, text.length - near.length + assigns.index);
  const last = NAME_END.exec(left.slice(-24));
  if (!last) return undefined;
  const end = left.length - Math.min(24, left.length) + last.index + 1;
  let start = end;
  while (start > 0 && end - start < 100 && NAME.test(left[start - 1]!)) start--;
  const name = left.slice(start, end).replace(/^[-.\d]+/, '');
  return name === '' ? undefined : name;
}

function shipsToBrowsers(name: string): boolean {
  return CLIENT_NAME.test(name) || /^(?:process\.env|import\.meta\.env)\./.test(name);
}

/** One character per byte; UTF-16 without the zeros between its characters. */
function readable(bytes: Uint8Array, from: number, to: number): string {
  return decoder.decode(bytes.subarray(from, to)).replaceAll('\0', '');
}

function distinctNames(text: string): number {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(CONFIG_NAME)) {
    names.add(name!.toLowerCase().replaceAll('_', ''));
  }
  return names.size;
}

/** The innermost `{…}` around the secret; without braces, ten lines each way. */
function objectAround(text: string, start: number, end: number): [left: number, right: number] {
  const left = unmatched(text, start, -1);
  const right = unmatched(text, end, 1);
  if (left >= 0 && right >= 0) return [left, right];
  let first = start;
  let last = end;
  for (let line = 0; line < 10; line++) {
    first = Math.max(0, text.lastIndexOf('\n', first - 1));
    const next = text.indexOf('\n', last + 1);
    last = next < 0 ? text.length : next;
  }
  return [first, last];
}

function unmatched(text: string, from: number, step: -1 | 1): number {
  const opening = step === 1 ? '{' : '}';
  const closing = step === 1 ? '}' : '{';
  let depth = 0;
  for (let at = step === 1 ? from : from - 1; at >= 0 && at < text.length; at += step) {
    if (text[at] === opening) depth++;
    else if (text[at] === closing && depth-- === 0) return at;
  }
  return -1;
}
