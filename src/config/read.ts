/**
 * Text of a config file → a value that fits its schema, or one error that names file, line and
 * column. The parser gives a tree with offsets, so that every complaint can point at its place.
 */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { KeyfenceError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { Schema } from './schema.ts';

export interface Source {
  /** Display path, e.g. `.keyfencerc.json` or `origin/main:.keyfencerc.json`. */
  readonly name: string;
  readonly text: string;
}

/** A value that was read, and where its parts stand, for complaints that come later. */
export interface Read {
  readonly value: unknown;
  /** `file:line:column` of the value at a path such as `['exclude', 0]`, or of its nearest parent. */
  readonly place: (path: readonly (string | number)[]) => string;
}

export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `${line}:${offset - before.lastIndexOf('\n')}`;
}

/** Reads JSON with trailing commas and (unless refused) comments. `inside` picks one key, as "keyfence" in package.json. */
export function readConfig(
  source: Source,
  schema: Schema,
  how: { readonly inside?: string; readonly comments?: boolean } = {},
): Read {
  const { inside, comments = true } = how;
  const text = source.text.replace(/^\uFEFF/, ' ');
  const errors: ParseError[] = [];
  const tree = treeOf(text, errors, comments);
  const complain = (offset: number, what: string): never => {
    throw new KeyfenceError('config', `${source.name}:${lineAndColumn(text, offset)}`, what);
  };
  if (tree === 'too deep') return complain(0, 'It is nested far too deeply.');
  const first = errors[0];
  if (first) complain(first.offset, `${wordsOf(printParseErrorCode(first.error))}.`);
  if (!tree) return complain(0, 'The file is empty; it must hold a JSON object.');
  const top = inside === undefined ? tree : child(tree, inside);
  if (!top) return complain(0, `There is no "${inside}" in it.`);
  const value = check({ complain, path: inside ?? '' }, top, schema);
  const place = (path: readonly (string | number)[]) => {
    let node = top;
    for (const step of path) node = child(node, step) ?? node;
    return `${source.name}:${lineAndColumn(text, node.offset)}`;
  };
  return { value, place };
}

/** The parser goes down by recursion: what holds a hundred thousand brackets is no config. */
function treeOf(text: string, errors: ParseError[], comments: boolean) {
  try {
    return parseTree(text, errors, { allowTrailingComma: true, disallowComments: !comments });
  } catch (error) {
    if (error instanceof RangeError) return 'too deep' as const;
    throw error;
  }
}

interface Context {
  readonly complain: (offset: number, what: string) => never;
  /** Dotted path of the value that is looked at, '' for the whole file. */
  readonly path: string;
}

const nameOf = (context: Context) => (context.path ? shown(context.path) : 'The file');

/** Quoted, in printable characters only, and not at any length. */
export const shown = (key: string) =>
  JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key).replace(
    /[^\x20-\x7e…]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function check(context: Context, node: Node, schema: Schema): unknown {
  if (schema.anyOf) return check(context, node, schema.anyOf[+(node.type === 'object')]!);
  if (schema.enum) return checkEnum(context, node, schema.enum);
  // A schema that says nothing: what stands there is another program's business.
  if (!schema.type) return undefined;
  const is = node.type === 'number' && Number.isInteger(node.value) ? 'integer' : node.type;
  if (is !== schema.type) {
    context.complain(node.offset, `${nameOf(context)} must be ${article(schema.type)}, not ${is}.`);
  }
  if (node.type === 'object') return checkObject(context, node, schema);
  if (node.type === 'array') return checkArray(context, node, schema);
  checkRange(context, node, schema);
  return node.value;
}

function checkEnum(context: Context, node: Node, allowed: readonly string[]): string {
  if (node.type === 'string' && allowed.includes(node.value)) return node.value;
  const hint = node.type === 'string' ? didYouMean(node.value, allowed) : '';
  const list = allowed.map((one) => `"${one}"`).join(', ');
  return context.complain(node.offset, `${nameOf(context)} must be one of ${list}.${hint}`);
}

function checkRange(context: Context, node: Node, schema: Schema): void {
  const bad = (what: string) => context.complain(node.offset, `${nameOf(context)} ${what}.`);
  const { minimum, maximum, minLength, pattern } = schema;
  if (minimum !== undefined && node.value < minimum) bad(`must be at least ${minimum}`);
  if (maximum !== undefined && node.value > maximum) bad(`must be at most ${maximum}`);
  if (minLength !== undefined && node.value.length < minLength) bad('must not be empty');
  if (pattern !== undefined && !new RegExp(pattern).test(node.value))
    bad(mustFit(pattern, schema.description));
}

/** In the words of the schema, where it has some. */
const mustFit = (pattern: string, description = '') => {
  const words = /^[^.]+?(?=, e\.g\.|\.|$)/.exec(description)?.[0] ?? '';
  return `must fit ${pattern}${words && ` (${words[0]!.toLowerCase()}${words.slice(1)})`}`;
};

function checkArray(context: Context, node: Node, schema: Schema): unknown[] {
  const items = node.children ?? [];
  if (schema.minItems !== undefined && items.length < schema.minItems) {
    context.complain(node.offset, `${nameOf(context)} needs at least ${schema.minItems} of them.`);
  }
  return items.map((item, index) =>
    check({ ...context, path: `${context.path}[${index}]` }, item, schema.items!),
  );
}

function checkObject(context: Context, node: Node, schema: Schema): Record<string, unknown> {
  const value: Record<string, unknown> = Object.create(null);
  const known = schema.properties ?? {};
  for (const property of node.children ?? []) {
    const [name, content] = property.children as [Node, Node];
    const key: string = name.value;
    if (key in value)
      context.complain(name.offset, `${shown(key)} stands twice in the same object.`);
    const schemaOfKey = Object.hasOwn(known, key) ? known[key] : schema.additionalProperties;
    if (!schemaOfKey) {
      const hint = didYouMean(key, Object.keys(known));
      context.complain(name.offset, `${shown(key)} is not a known key.${hint}`);
    } else {
      const path = context.path ? `${context.path}.${key}` : key;
      value[key] = check({ ...context, path }, content, schemaOfKey);
    }
  }
  for (const key of schema.required ?? []) {
    if (!(key in value)) context.complain(node.offset, `${nameOf(context)} needs "${key}".`);
  }
  return value;
}

function child(node: Node, step: string | number): Node | undefined {
  if (typeof step === 'number') return node.children?.[step];
  return node.children?.find((property) => property.children?.[0]?.value === step)?.children?.[1];
}

const article = (type: string) =>
  type === 'object' || type === 'array' || type === 'integer'
    ? `an ${type}`
    : type === 'boolean'
      ? 'true or false'
      : `a ${type}`;

/** `PropertyNameExpected` → `Property name expected`. */
const wordsOf = (code: string) =>
  code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
