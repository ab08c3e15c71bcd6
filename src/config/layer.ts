/**
 * One config file, read and checked in full: loaded only where a config exists, with the JSON parser
 * and the schema behind it; globs and rules only where it holds some.
 */
import { KeyfenceError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { Rule } from '../types.ts';
import type { Exclude } from './excludes.ts';
import { configName } from './policy.ts';
import { type Read, readConfig, type Source, shown } from './read.ts';
import { optionalIds, ruleIds } from './rule-ids.ts';
import { type ConfigFile, configSchema, rootOnly } from './schema.ts';

/** One config file, checked. */
export interface Layer {
  readonly name: string;
  readonly config: ConfigFile;
  readonly excludes: readonly Exclude[];
  readonly place: (path: readonly (string | number)[]) => string;
  /** Of the root's config only. */
  readonly customRules: readonly Rule[];
}

export interface ReadLayer {
  /** What stands before the file's name: ref and folder. */
  readonly prefix: string;
  readonly root: boolean;
  /** Ids of the root's custom rules, which a folder may speak of. */
  readonly custom: readonly string[];
}

/** The config of a folder, undefined where its package.json only mentions keyfence elsewhere. */
export async function readFolder(
  { prefix, ...how }: ReadLayer,
  found: { readonly text: string | undefined; readonly inPackage: string | undefined },
): Promise<Layer | undefined> {
  const packageName = `${prefix}package.json`;
  const inPackage = found.inPackage !== undefined && holdsConfig(found.inPackage, packageName);
  if (found.text === undefined) {
    return inPackage
      ? readLayer({ name: packageName, text: found.inPackage! }, { ...how, inside: 'keyfence' })
      : undefined;
  }
  const name = prefix + configName;
  if (inPackage) {
    throw new KeyfenceError(
      'config',
      name,
      `There is a "keyfence" in ${packageName} too; keep one of them.`,
    );
  }
  return readLayer({ name, text: found.text }, how);
}

/** `"keyfence"` among the dependencies is no config. */
function holdsConfig(text: string, name: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    readConfig({ name, text }, configSchema, { inside: 'keyfence' });
    throw new KeyfenceError('config', name, 'It is not JSON: comments or commas too many.');
  }
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'keyfence');
}

export async function readLayer(
  source: Source,
  how: Omit<ReadLayer, 'prefix'> & { readonly inside?: string },
): Promise<Layer> {
  const read = readConfig(source, configSchema, how);
  const config = read.value as ConfigFile;
  if (!how.root) refuseRootOnly(config, read);
  const excludes = config.exclude?.length
    ? await (await import('./excludes.ts')).excludesOf(config.exclude, read.place)
    : [];
  const customRules = await rulesOf(config, read, how);
  return { name: source.name, config, excludes, place: read.place, customRules };
}

async function rulesOf(
  config: ConfigFile,
  { place }: Read,
  { custom, root }: Pick<ReadLayer, 'custom' | 'root'>,
): Promise<readonly Rule[]> {
  const written = config.customRules ?? [];
  const own = written.map(({ id }) => id);
  checkIds(config, place, [...ruleIds, ...(root ? optionalIds : []), ...custom, ...own]);
  const wanted = optionalIds.filter((id) => root && (config.rules?.[id] ?? 'off') !== 'off');
  const known = wanted.length > 0 ? (await import('../../rules/optional.ts')).optional : [];
  const optional = known.filter(({ id }) => wanted.some((one) => one === id));
  if (written.length === 0) return optional;
  return [...optional, ...(await (await import('./custom.ts')).checkedRules(written, place))];
}

/** A misspelt id would leave its rule as it is, in silence. */
function checkIds(config: ConfigFile, place: Read['place'], known: readonly string[]): void {
  for (const id of Object.keys(config.rules ?? {})) {
    if (known.includes(id)) continue;
    const what = `There is no rule ${shown(id)}.${didYouMean(id, known)}`;
    throw new KeyfenceError('config', place(['rules', id]), what);
  }
}

function refuseRootOnly(config: ConfigFile, read: Read): void {
  for (const key of rootOnly) {
    if (config[key] === undefined) continue;
    throw new KeyfenceError(
      'config',
      read.place([key]),
      `"${key}" belongs in the config at the repository's root.`,
    );
  }
}
