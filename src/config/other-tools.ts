/**
 * What another tool was told to ignore, read from its own file (`--compat`). `.gitleaksignore` holds one
 * fingerprint a line: `[commit:]file:rule:line`; `.secrets.baseline` is JSON that holds, by file, the
 * SHA-1 of each value. Whatever has another form is an error: an entry that is not understood would be
 * an entry that is passed over in silence.
 */
import type { compatTools } from '../choices.ts';
import { KeyfenceError } from '../errors.ts';
import type { PolicySource } from './policy.ts';
import { readConfig, type Source } from './read.ts';
import type { Schema } from './schema.ts';

export type OtherTool = (typeof compatTools)[number];

/** One entry of such a file. */
export interface Excused {
  /** `file:line` or `file:line:column` of the entry itself. */
  readonly at: string;
  readonly path: string;
  /** gitleaks: the id of the commit that brought the line; absent where the entry holds in any. */
  readonly commit?: string;
  /** gitleaks: its own name of the rule. */
  readonly rule?: string;
  /** gitleaks: 1-based. */
  readonly line?: number;
  /** detect-secrets: SHA-1 of the value, lower-case hex. */
  readonly sha1?: string;
}

export const otherFiles = {
  gitleaks: '.gitleaksignore',
  'detect-secrets': '.secrets.baseline',
} as const satisfies Record<OtherTool, string>;

const readers = { gitleaks: readGitleaks, 'detect-secrets': readBaseline } as const;

/**
 * The entries of a tool's file; undefined where there is no such file.
 * @throws KeyfenceError `config` with the place, where the file is not of its tool's form
 */
export function readOther(policy: PolicySource, tool: OtherTool): readonly Excused[] | undefined {
  const text = policy.read(otherFiles[tool]);
  const name = policy.prefix + otherFiles[tool];
  return text === undefined ? undefined : readers[tool]({ name, text });
}

/** Blank lines and lines that begin with `#` say nothing; gitleaks writes `\` on Windows. */
function readGitleaks({ name, text }: Source): Excused[] {
  const all: Excused[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const at = `${name}:${index + 1}`;
    const parts = /^\s*(?:([0-9a-f]{40}|[0-9a-f]{64}):)?(.+):([^:]+):([1-9]\d{0,8})\s*$/.exec(line);
    if (!parts) {
      const form = 'FILE:RULE:LINE or COMMIT:FILE:RULE:LINE';
      throw new KeyfenceError('config', at, `It is no gitleaks fingerprint (${form}).`);
    }
    const [, commit, file, rule, number] = parts as unknown as string[];
    const place = { path: pathOf(file!), rule: rule!, line: Number(number) };
    all.push({ at, ...place, ...(commit && { commit }) });
  }
  return all;
}

const anything: Schema = {};
const baselineSchema = {
  type: 'object',
  properties: {
    results: {
      type: 'object',
      additionalProperties: {
        type: 'array',
        items: {
          type: 'object',
          properties: { hashed_secret: { type: 'string', pattern: '^[0-9a-f]{40}$' } },
          required: ['hashed_secret'],
          additionalProperties: anything,
        },
      },
    },
  },
  required: ['results'],
  additionalProperties: anything,
} as const satisfies Schema;

interface Baseline {
  readonly results: Readonly<Record<string, readonly { readonly hashed_secret: string }[]>>;
}

function readBaseline(source: Source): Excused[] {
  const { value, place } = readConfig(source, baselineSchema, { comments: false });
  return Object.entries((value as Baseline).results).flatMap(([file, secrets]) =>
    secrets.map(({ hashed_secret: sha1 }, index) => {
      return { at: place(['results', file, index]), path: pathOf(file), sha1 };
    }),
  );
}

const pathOf = (file: string) => file.replaceAll('\\', '/').replace(/^\.\//, '');
