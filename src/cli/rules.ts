/** rules: lists the rules in force, or explains one. self-test: proves that this config finds keys. */
import { randomBytes } from 'node:crypto';
import { rules as builtIn } from '../../rules/index.ts';
import { optional } from '../../rules/optional.ts';
import { applyPolicy, diskPolicy, type Options, resolveOptions } from '../config.ts';
import { KeyfenceError } from '../errors.ts';
import type { CommandLine } from '../flags.ts';
import { openRepository } from '../git.ts';
import { didYouMean } from '../nearest.ts';
import { judge, sha256 } from '../scan/judging.ts';
import { activeRules, load } from '../scan/rules.ts';
import type { Rule } from '../types.ts';
import { print } from './output.ts';
import { policyOf } from './plan.ts';
import { self } from './scanning.ts';
import { visible } from './words.ts';

const STDOUT = 1;

export async function runRules(line: CommandLine): Promise<number> {
  const options = await optionsHere(line);
  const [id] = line.operands;
  if (id === undefined) return listRules(options);
  const all = allRules(options);
  const rule = all.find((one) => one.id === id);
  if (!rule) {
    const ids = all.map((one) => one.id);
    const what = `There is no rule ${JSON.stringify(id)}.${didYouMean(id, ids)}`;
    throw new KeyfenceError('usage', what, `See \`${self()} rules\` for the list.`);
  }
  say(explain(rule, options));
  return 0;
}

async function listRules(options: Options): Promise<0> {
  const { rules: inForce } = await options.policyFor('');
  const all = allRules(options);
  const width = Math.max(...all.map(({ id }) => id.length));
  const own = new Set([...builtIn, ...optional].map(({ id }) => id));
  say(
    all.map((rule) => {
      const state = inForce[rule.id] ?? (isOptional(rule) ? 'off' : rule.severity);
      const from = own.has(rule.id) ? '' : '  (your config)';
      return `${rule.id.padEnd(width)}  ${state.padEnd(7)}  ${rule.title}${from}`;
    }),
  );
  say(['', `More on one: ${self()} rules ID`]);
  return 0;
}

/** Those in force, and those that the config could switch on. */
function allRules(options: Options): readonly Rule[] {
  const active = activeRules({ ...options, rulesOff: [] });
  return [...active, ...optional.filter((rule) => !active.includes(rule))];
}

const isOptional = ({ id }: Rule): boolean => optional.some((one) => one.id === id);

function explain(rule: Rule, options: Options): string[] {
  const off = options.rulesOff.includes(rule.id) ? ' (switched off by your config)' : '';
  const rows: (readonly [string, string | undefined])[] = [
    ['severity', `${rule.severity}${off}`],
    ['provider', rule.provider],
    ['revoke at', rule.revoke],
    ['read from', rule.env],
  ];
  return [
    `${rule.id}: ${rule.title}`,
    '',
    rule.why,
    '',
    ...rows.flatMap(([name, value]) =>
      value === undefined ? [] : [`${name.padEnd(10)} ${value}`],
    ),
    '',
    isOptional(rule)
      ? `It is off by default. Switch it on in .keyfencerc.json: { "rules": { "${rule.id}": "warning" } }`
      : `Switch it off or change its severity in .keyfencerc.json: { "rules": { "${rule.id}": "off" } }`,
  ];
}

/** A synthetic key of each Gemini kind through the real rules and the real config. */
export async function runSelfTest(line: CommandLine): Promise<number> {
  const options = await optionsHere(line);
  const { engine, hits } = load(options);
  const lost: string[] = [];
  for (const [rule, key] of [
    ['gemini-auth-key', authKey()],
    ['google-api-key', standardKey()],
  ] as const) {
    const bytes = Buffer.from(`const ai = new GoogleGenAI({ apiKey: "${key}" });\n`);
    hits.clear();
    engine.scan(bytes, 0, bytes.length, hits);
    const { inline, webKeys } = options;
    const origin = { kind: 'file', path: 'keyfence-self-test.js' } as const;
    const context = { origin, sha256, inline, webKeys, showSecrets: false };
    const found = await applyPolicy(judge(engine, bytes, hits, context).findings, options);
    if (!found.some((one) => one.rule === rule && one.severity === 'error')) lost.push(rule);
  }
  for (const rule of lost) say([`✗ A synthetic key was not found as an error by rule ${rule}.`]);
  if (lost.length > 0) say([`    See what your config does to it: ${self()} config`]);
  else say(['✓ A synthetic key of each Gemini kind is found with this configuration.']);
  return lost.length > 0 ? 2 : 0;
}

/** The structure of issued keys: five constant bytes, then random ones, in base64url. */
function authKey(): string {
  const bytes = Buffer.concat([Buffer.from('01bf1137a2', 'hex'), randomBytes(32)]);
  return `AQ.${bytes.toString('base64url')}`;
}

function standardKey(): string {
  const prefix = Buffer.from('AIzaSyA', 'latin1').toString();
  return (
    prefix + randomBytes(24).toString('base64url').slice(0, 31) + 'AQgw'[randomBytes(1)[0]! & 3]
  );
}

async function optionsHere(line: CommandLine): Promise<Options> {
  const { env } = process;
  const { flags } = line;
  const cwd = process.cwd();
  const asked = { flags, cwd, env, terminal: false };
  const opened = openRepository(cwd, { trust: flags['trust-repo'] === true, env });
  // The rules can be read anywhere, the policy of a commit only where there are commits.
  const repository = await (flags['policy-ref'] === undefined
    ? opened.catch(() => undefined)
    : opened);
  if (!repository) return resolveOptions({ ...asked, top: cwd, policy: diskPolicy(cwd) });
  try {
    const policy = await policyOf(line, repository);
    return await resolveOptions({ ...asked, top: repository.top || cwd, policy });
  } finally {
    repository.close();
  }
}

function say(lines: readonly string[]): void {
  print(
    STDOUT,
    lines.map((text) => `${visible(text)}\n`),
  );
}
