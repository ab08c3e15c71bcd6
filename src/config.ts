/**
 * Flags + config files + environment → frozen Options. Every default stands in `defaults`; below
 * this module nobody fills in a value again. A repository without a config costs two failed stats
 * and a look into package.json; whatever parses or validates is loaded only where there is a config.
 */
import { availableParallelism } from 'node:os';
import { compatTools, formatNames, webKeyLevels } from './choices.ts';
import { Folders, type PlacedLayer } from './config/folders.ts';
import type { Layer } from './config/layer.ts';
import { configName, diskPolicy, type PolicySource } from './config/policy.ts';
import { KeyfenceError } from './errors.ts';
import type { FlagValues } from './flags.ts';
import { type Ignores, ignoreFileName } from './ignores.ts';
import type { Finding, Rule, Severity } from './types.ts';

export {
  commitPolicy,
  configName,
  configPath,
  diskPolicy,
  type PolicyFiles,
  type PolicySource,
} from './config/policy.ts';

export type FormatName = (typeof formatNames)[number];

export interface Output {
  readonly format: FormatName;
  /** Undefined: stdout. */
  readonly file?: string;
}

export type Compat = (typeof compatTools)[number];
export type WebKeys = (typeof webKeyLevels)[number];

/** What holds for one path, after the configs of its folder and all folders above. */
export interface Policy {
  /** The first glob that takes the path out of the scan, with the config that says so. */
  readonly excludedBy?: { readonly glob: string; readonly config: string };
  readonly rules: Readonly<Record<string, 'off' | Severity>>;
}

export interface Options {
  readonly formats: readonly Output[];
  /** What the judge is told; a config that says "off" for google-web-key acts later, by path. */
  readonly webKeys: WebKeys;
  /** A list: also the comments of these other tools (`compat`). */
  readonly inline: boolean | readonly Compat[];
  /** Tools whose ignore files count too. */
  readonly compat: readonly Compat[];
  readonly showSecrets: boolean;
  readonly exitZero: boolean;
  readonly strict: boolean;
  readonly failOnUnused: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** For stdout. */
  readonly color: boolean;
  readonly jobs: number;
  /** Bytes; a larger file is a Skip `too-large`. */
  readonly maxBytes: number;
  /** Rule ids that the root config switches off, for the notice `rules-off`. */
  readonly rulesOff: readonly string[];
  /** Of the root config, proved on their samples. */
  readonly customRules: readonly Rule[];
  readonly policyRef?: string;
  /** `--trust-repo`. */
  readonly trust: boolean;
  /** Names of the config files that were read at the start, for the notice `config-used`. */
  readonly configFiles: readonly string[];
  /** Where each value of the root config or of a flag comes from, for `keyfence config`. */
  readonly origins: Readonly<Record<string, string>>;
  /** Also reads the configs of the path's folders. A promise only the first time such a file is met. */
  readonly policyFor: (path: string) => Policy | Promise<Policy>;
  /** The configs met so far, those of folders included, in the order in which they were met. */
  readonly layers: () => readonly PlacedLayer[];
}

/** Every default there is. */
export const defaults = {
  webKeys: 'warning' as WebKeys,
  inline: true,
  compat: [] as readonly Compat[],
  showSecrets: false,
  exitZero: false,
  strict: false,
  failOnUnused: false,
  quiet: false,
  verbose: false,
  trust: false,
  maxBytes: 100 * 1024 * 1024,
  maxJobs: 8,
} as const;

export interface Asked {
  readonly flags: FlagValues;
  /** Absolute path of the work tree's top, or of the folder that is scanned where there is no repository. */
  readonly top: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True where stdout is a terminal. */
  readonly terminal: boolean;
  /** Policy of `--policy-ref`, already read (see ci.ts); the disk where absent. */
  readonly policy?: PolicySource;
}

export async function resolveOptions(asked: Asked): Promise<Options> {
  const { flags, env } = asked;
  if (flags['show-secrets'] && env.CI) refuse('--show-secrets is refused where CI is set.');
  if (flags['show-secrets'] && !asked.terminal) {
    refuse('--show-secrets works only on a terminal, not into a pipe or a file.');
  }
  const folders = new Folders(asked.policy ?? diskPolicy(asked.top));
  const root =
    flags.config === undefined ? await folders.root() : await folders.named(asked, flags.config);
  const config = root?.config ?? {};
  const webKeys = oneOf('--web-keys', flags['web-keys'], webKeyLevels);
  if (webKeys) folders.fix('google-web-key', webKeys);
  const inConfig = config.rules?.['google-web-key'];
  const compat = compatOf(flags) ?? config.compat ?? defaults.compat;
  return Object.freeze<Options>({
    formats: outputsOf(flags.format?.length ? flags.format : ['pretty']),
    webKeys: webKeys ?? (inConfig === 'error' ? inConfig : defaults.webKeys),
    inline:
      !flags['no-inline'] && (config.inline ?? defaults.inline) && (compat[0] ? compat : true),
    compat: Object.freeze([...new Set(compat)]),
    showSecrets: flags['show-secrets'] ?? defaults.showSecrets,
    exitZero: flags['exit-zero'] ?? defaults.exitZero,
    strict: flags.strict ?? config.strict ?? defaults.strict,
    failOnUnused: flags['fail-on-unused'] ?? config.failOnUnused ?? defaults.failOnUnused,
    quiet: flags.quiet ?? defaults.quiet,
    verbose: flags.verbose ?? defaults.verbose,
    color: wantsColor(asked),
    jobs:
      integer('--jobs', flags.jobs) ??
      config.jobs ??
      Math.min(availableParallelism(), defaults.maxJobs),
    maxBytes: integer('--max-bytes', flags['max-bytes']) ?? config.maxBytes ?? defaults.maxBytes,
    rulesOff: Object.freeze(
      Object.keys(config.rules ?? {}).filter((id) => config.rules?.[id] === 'off'),
    ),
    customRules: Object.freeze(root?.customRules ?? []),
    ...(flags['policy-ref'] === undefined ? {} : { policyRef: flags['policy-ref'] }),
    trust: flags['trust-repo'] ?? defaults.trust,
    configFiles: Object.freeze(folders.layers().map(({ layer }) => layer.name)),
    origins: Object.freeze(originsOf(flags, root)),
    policyFor: (path) => folders.policyFor(path),
    layers: () => folders.layers(),
  });
}

/**
 * Findings under the policy of their paths: rules that are off and excluded paths go, severities
 * follow. Order is kept. A finding of several places loses those that its policy takes away.
 */
export async function applyPolicy(
  findings: readonly Finding[],
  options: Options,
): Promise<readonly Finding[]> {
  const kept: Finding[] = [];
  for (const found of findings) {
    const finding = await underItsRule(found, options);
    const places = [];
    let severity: Severity | undefined;
    for (const place of finding.places) {
      const policy = await options.policyFor(place.path);
      const rule = policy.rules[finding.rule];
      if (rule === 'off' || policy.excludedBy) continue;
      places.push(place);
      if (severity !== 'error') severity = rule ?? finding.severity;
    }
    if (!severity) {
      // Places beyond the cap are unknown, so that nothing says they may go too.
      if (finding.count > finding.places.length) kept.push(finding);
      continue;
    }
    const gone = finding.places.length - places.length;
    const where = places.includes(finding.where) ? finding.where : places[0]!;
    kept.push(
      gone === 0 && severity === finding.severity
        ? finding
        : { ...finding, severity, where, places, count: finding.count - gone },
    );
  }
  return kept;
}

/** Where the rule that took a finding over is off, the one that found the key answers for it. */
async function underItsRule(finding: Finding, options: Options): Promise<Finding> {
  const { otherwise, rule } = finding;
  if (!otherwise) return finding;
  const { rules } = await options.policyFor(finding.where.path);
  if (rules[rule] !== 'off') return finding;
  const fingerprint = finding.fingerprint.replace(rule, otherwise.rule);
  return { ...finding, ...otherwise, fingerprint };
}

/**
 * What only a list of all tracked paths can tell: reads the config of every folder, and refuses an
 * exclude glob that takes more than half of the files unless it says `"broad": true`.
 */
export async function checkTree(options: Options, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (path.endsWith(configName) || path.endsWith('package.json')) await options.policyFor(path);
  }
  for (const { under, layer } of options.layers()) {
    const below = paths.filter((path) => path.startsWith(under));
    for (const [index, { glob, broad, load }] of layer.excludes.entries()) {
      const match = await load();
      const taken = broad ? 0 : below.filter((path) => match(path.slice(under.length))).length;
      if (taken * 2 <= paths.length) continue;
      const { tooBroad } = await import('./config/excludes.ts');
      const what = tooBroad(glob, `${taken} of ${paths.length} tracked files`);
      throw new KeyfenceError('config', layer.place(['exclude', index]), what);
    }
  }
}

/** The ignore file at the repository's root; no entries where there is none. */
export async function readIgnores(source: PolicySource): Promise<Ignores> {
  const text = source.read(ignoreFileName);
  const name = source.prefix + ignoreFileName;
  if (text === undefined) return { file: name, entries: [], matchers: [] };
  return (await import('./config/ignore-file.ts')).readIgnoreFile({ name, text });
}

function originsOf(flags: FlagValues, root: Layer | undefined): Record<string, string> {
  const origins: Record<string, string> = {};
  for (const key of Object.keys(root?.config ?? {})) origins[key] = root!.place([key]);
  for (const [flag, value] of Object.entries(flags)) {
    if (value === undefined) continue;
    const key = flag.replace(/^no-/, '').replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
    origins[key] = `--${flag}`;
  }
  return origins;
}

function compatOf({ compat }: FlagValues): readonly Compat[] | undefined {
  return compat?.map((tool) => oneOf('--compat', tool, compatTools)!);
}

function wantsColor({ flags, env, terminal }: Asked): boolean {
  if (flags['no-color'] || env.NO_COLOR || env.TERM === 'dumb') return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0';
  return terminal;
}

/** Two reports in one place are neither: only GitHub's commands may stand below the text for a person. */
function outputsOf(texts: readonly string[]): readonly Output[] {
  const outputs = texts.map(outputOf);
  const places = new Set<string>();
  const person = outputs.some(({ format, file }) => format === 'pretty' && file === undefined);
  for (const { format, file } of outputs) {
    const place = file ?? (format === 'github' && person ? 'github' : '');
    if (places.has(place)) {
      const where = file === undefined ? 'standard output' : JSON.stringify(file);
      refuse(`--format: two reports would go to ${where}. Give one of them another =FILE.`);
    }
    places.add(place);
  }
  return Object.freeze(outputs);
}

function outputOf(text: string): Output {
  const cut = text.indexOf('=');
  const format = oneOf('--format', cut < 0 ? text : text.slice(0, cut), formatNames)!;
  if (cut < 0) return { format };
  if (cut === text.length - 1) refuse(`--format ${format}= needs a file name after the "=".`);
  return { format, file: text.slice(cut + 1) };
}

function oneOf<T extends string>(
  flag: string,
  value: string | undefined,
  all: readonly T[],
): T | undefined {
  if (value === undefined || all.includes(value as T)) return value as T | undefined;
  return refuse(`${flag} ${JSON.stringify(value)} is not one of ${all.join(', ')}.`);
}

function integer(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,9}$/.test(value)) return Number(value);
  return refuse(`${flag} needs a positive whole number, not ${JSON.stringify(value)}.`);
}

function refuse(what: string): never {
  throw new KeyfenceError('usage', what, 'See `npx keyfence help`.');
}
