/**
 * Reads the corpus: text files of cases. A case is
 *
 *     @@ context/name path=src/app.ts kind=auth,standard enc=utf16le+bom,plain as=base64 also=split-key
 *     the file, with ⟦…⟧ where values go (see template.ts)
 *
 * and ends where the next `@@` begins. `kind` and `enc` make one case for each of their values;
 * a case that asks for `⟦K …⟧` is made for both Gemini kinds unless `kind` says otherwise. With
 * `each` every line is a case of its own. `for=NAME:a|b|c` repeats the case with `⟦NAME⟧` set.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Expanded, expand, type Mark } from './template.ts';

export interface Case {
  /** Unique: `context/name`, then what the case was multiplied by. */
  readonly id: string;
  readonly context: string;
  /** `plain`, or how the file or the key is encoded. */
  readonly encoding: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly expected: readonly Expected[];
}

export interface Expected {
  /** Rules that may report it. The first is the kind it counts for. */
  readonly rules: readonly string[];
  readonly line: number;
  readonly column: number;
  /** Last column that is right too: base64 text may begin before the key does. */
  readonly latest: number;
  readonly optional: boolean;
}

type Attributes = Readonly<Record<string, string>>;

export function load(folder: string): Case[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.txt'))
    .sort();
  const cases = files.flatMap((name) => parse(readFileSync(join(folder, name), 'utf8')));
  const seen = new Set<string>();
  for (const { id } of cases) {
    if (seen.has(id)) throw new Error(`two cases are called ${id}`);
    seen.add(id);
  }
  return cases;
}

const HEADER = /^@@ (\S+\/\S+)(.*)\n/gm;

export function parse(text: string): Case[] {
  const headers = [...text.matchAll(HEADER)];
  return headers.flatMap((header, index) => {
    const from = header.index + header[0].length;
    const to = headers[index + 1]?.index ?? text.length;
    // One blank line before the next header is there for the reader.
    const body = text.slice(from, to).replace(/\n\n$/, '\n');
    return multiply(header[1]!, attributesOf(header[2]!), body);
  });
}

function attributesOf(text: string): Attributes {
  const known = ['path', 'kind', 'enc', 'as', 'also', 'each', 'for'];
  const attributes: Record<string, string> = {};
  for (const word of text.trim().split(/ +/).filter(Boolean)) {
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    if (!known.includes(name)) throw new Error(`no attribute ${name} in ${text}`);
    attributes[name] = equals < 0 ? '' : word.slice(equals + 1);
  }
  return attributes;
}

const KINDS: Record<string, string> = { auth: 'gemini-auth-key', standard: 'google-api-key' };

function multiply(name: string, attributes: Attributes, body: string): Case[] {
  const usesKind = /⟦(?:K|plain|split|part) /.test(body);
  const kinds = usesKind ? (attributes.kind ?? 'auth,standard').split(',') : [''];
  const encodings = (attributes.enc ?? '').split(',');
  const [variable = '', list = ''] = (attributes.for ?? '').split(':');
  const settings = list === '' ? [''] : list.split('|');
  const each = attributes.each !== undefined;
  const bodies = each ? body.split('\n').filter((line) => line.trim() !== '') : [body];
  const cases: Case[] = [];
  for (const kind of kinds) {
    for (const encoding of encodings) {
      for (const setting of settings) {
        bodies.forEach((one, index) => {
          const parts = [name, kind, encoding, setting, each ? String(index + 1) : ''];
          const variables = { kind: KINDS[kind] ?? '', [variable]: setting };
          const id = parts.filter(Boolean).join('#');
          cases.push(build(id, { ...attributes, enc: encoding }, expand(one, variables)));
        });
      }
    }
  }
  return cases;
}

function build(id: string, attributes: Attributes, { text, marks }: Expanded): Case {
  const also = attributes.also === undefined ? [] : attributes.also.split(',');
  const encoding = attributes.enc === '' ? [] : attributes.enc!.split('+');
  return {
    id,
    context: id.slice(0, id.indexOf('/')),
    encoding: attributes.as ?? (encoding.join(' ') || 'plain'),
    path: attributes.path ?? 'file.txt',
    bytes: bytesOf(text, encoding),
    expected: marks.map((mark) => placed(mark, text, also)),
  };
}

function placed(mark: Mark, text: string, also: readonly string[]): Expected {
  const lineStart = text.lastIndexOf('\n', mark.start - 1) + 1;
  const line = text.slice(0, lineStart).split('\n').length;
  return {
    rules: [...mark.rules, ...also],
    line,
    column: mark.start - lineStart + 1,
    latest: mark.latest - lineStart + 1,
    optional: mark.optional,
  };
}

/** `final` takes the last newline away; `crlf` changes line ends; the rest are encodings. */
function bytesOf(text: string, encoding: readonly string[]): Uint8Array {
  let body = encoding.includes('final') ? text.replace(/\n$/, '') : text;
  if (encoding.includes('crlf')) body = body.replaceAll('\n', '\r\n');
  if (encoding.includes('bom')) body = `\ufeff${body}`;
  if (encoding.includes('utf16le')) return Buffer.from(body, 'utf16le');
  if (encoding.includes('utf16be')) return Buffer.from(body, 'utf16le').swap16();
  if (encoding.includes('latin1')) return Buffer.from(body, 'latin1');
  return Buffer.from(body, 'utf8');
}
