/**
 * What a config file may hold: one JSON Schema, written by hand, that is the source of validation
 * (read.ts), of the types below, of docs/configuration.md and of the published schema/config.json.
 */

/** The part of JSON Schema that read.ts understands. A test walks the schema for anything else. */
export interface Schema {
  readonly description?: string;
  readonly type?: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | Schema;
  /** A string, or the object form of the same thing. */
  readonly anyOf?: readonly [Schema, Schema];
}

const text = { type: 'string', minLength: 1 } as const;
const samples = { type: 'array', items: text, minItems: 1 } as const;

const customRule = {
  type: 'object',
  description: 'A rule of your own. It proves itself by its samples each time it is loaded.',
  properties: {
    id: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]{1,63}$',
      description: 'Small letters, digits and dashes, e.g. "acme-token". Stands in ignore entries.',
    },
    title: { ...text, description: 'What a person reads, e.g. "Acme service token".' },
    keywords: {
      ...samples,
      description:
        'Literal texts, at least 3 characters each, one of which every match starts with or holds near its start.',
    },
    pattern: {
      ...text,
      description:
        'A JavaScript regular expression of bounded length ({8,64} instead of + or *). Group 1, where there is one, is the secret.',
    },
    caseInsensitive: { type: 'boolean', description: 'Match letters of either case.' },
    severity: { enum: ['error', 'warning'], description: 'An error stops the commit.' },
    hits: { ...samples, description: 'Texts in which the rule must find something.' },
    misses: { ...samples, description: 'Texts in which it must find nothing.' },
  },
  required: ['id', 'title', 'keywords', 'pattern', 'severity', 'hits', 'misses'],
  additionalProperties: false,
} as const;

export const configSchema = {
  type: 'object',
  description: 'Keyfence: .keyfencerc.json, or "keyfence" in package.json.',
  properties: {
    $schema: { type: 'string', description: 'For completion in editors.' },
    rules: {
      type: 'object',
      description: 'Severity by rule id. A rule that is not named here stays as it is: on.',
      additionalProperties: { enum: ['off', 'warning', 'error'] },
    },
    exclude: {
      type: 'array',
      description:
        'Globs of paths that are not scanned, relative to this file, `/` on all systems, case-sensitive.',
      items: {
        anyOf: [
          text,
          {
            type: 'object',
            properties: {
              glob: { ...text, description: 'The glob.' },
              broad: {
                type: 'boolean',
                description: 'Set to true where the glob covers more than half of all files.',
              },
              reason: { ...text, description: 'Why nobody needs to look there.' },
            },
            required: ['glob'],
            additionalProperties: false,
          },
        ],
      },
    },
    customRules: {
      type: 'array',
      description: 'Rules of your own, beside the built-in ones. Only in the root config.',
      items: customRule,
    },
    inline: {
      type: 'boolean',
      description: 'Obey ignore comments in source code. Only in the root config.',
    },
    compat: {
      type: 'array',
      description:
        "Obey these other tools' ignore comments and ignore files too. Only in the root config.",
      items: { enum: ['gitleaks', 'detect-secrets'] },
    },
    strict: {
      type: 'boolean',
      description: 'Exit 2 when anything was skipped. Only in the root config.',
    },
    failOnUnused: {
      type: 'boolean',
      description: 'Exit 2 when an ignore entry matches nothing. Only in the root config.',
    },
    maxBytes: {
      type: 'integer',
      minimum: 1024,
      maximum: 2147483647,
      description: 'Larger files are reported as skipped (exit 2). Only in the root config.',
    },
    jobs: {
      type: 'integer',
      minimum: 1,
      maximum: 256,
      description: 'Threads for large scans. Only in the root config.',
    },
  },
  additionalProperties: false,
} as const satisfies Schema;

/** The ignore file: entries, and between them the strings that keep merges free of conflicts. */
export const ignoreSchema = {
  type: 'array',
  items: {
    anyOf: [
      { type: 'string' },
      {
        type: 'object',
        properties: {
          rule: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
          hash: { type: 'string', pattern: '^[0-9a-f]{16,64}$' },
          path: text,
          reason: { type: 'string', pattern: '\\S', description: 'Not empty' },
          by: { type: 'string', pattern: '^[^@]+$', description: 'A name, no mail address' },
          expires: {
            type: 'string',
            pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
            description: 'A day, written YYYY-MM-DD',
          },
        },
        required: ['rule', 'hash', 'reason'],
        additionalProperties: false,
      },
    ],
  },
} as const satisfies Schema;

/** Keys that speak about one run, not about a folder: refused below the repository's root. */
export const rootOnly = [
  'customRules',
  'inline',
  'compat',
  'strict',
  'failOnUnused',
  'maxBytes',
  'jobs',
] as const satisfies readonly (keyof typeof configSchema.properties)[];

export type ConfigFile = TypeOf<typeof configSchema>;
export type CustomRule = TypeOf<typeof customRule>;

type Required<S> = S extends { required: readonly (infer K extends string)[] } ? K : never;

/** The TypeScript type of what a schema admits. */
export type TypeOf<S> = S extends { enum: readonly (infer E)[] }
  ? E
  : S extends { anyOf: readonly (infer A)[] }
    ? TypeOf<A>
    : S extends { type: 'string' }
      ? string
      : S extends { type: 'integer' }
        ? number
        : S extends { type: 'boolean' }
          ? boolean
          : S extends { type: 'array'; items: infer I }
            ? readonly TypeOf<I>[]
            : S extends { properties: infer P }
              ? { readonly [K in Extract<keyof P, Required<S>>]: TypeOf<P[K]> } & {
                  readonly [K in Exclude<keyof P, Required<S>>]?: TypeOf<P[K]>;
                }
              : S extends { additionalProperties: infer V }
                ? Readonly<Record<string, TypeOf<V>>>
                : never;

/** The text of schema/config.json. Editors are told the rules by name too; others are custom rules. */
export function published(
  rules: readonly { readonly id: string; readonly title: string }[],
): string {
  const head = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://unpkg.com/keyfence/schema/config.json',
    title: 'Keyfence configuration',
  };
  const { properties } = configSchema;
  const severity = properties.rules.additionalProperties;
  const named = rules.map(({ id, title }) => [id, { ...severity, description: title }]);
  const withNames = { ...properties.rules, properties: Object.fromEntries(named) };
  const whole = { ...head, ...configSchema, properties: { ...properties, rules: withNames } };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
