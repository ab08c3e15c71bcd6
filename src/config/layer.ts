/**
 * One config file, read and checked in full: loaded only where a config exists, with the JSON
 * parser, the schema and the glob library behind it.
 */
import { KeyfenceError } from '../errors.ts';
import { type IgnoreEntry, type Ignores, parseCanonical } from '../ignores.ts';
import type { Rule } from '../types.ts';
import { configName, type Layer } from './folders.ts';
import { broadByForm, compileGlob, type Match } from './globs.ts';
import { type Read, readConfig, type Source } from './read.ts';
import { type ConfigFile, configSchema, ignoreSchema, rootOnly } from './schema.ts';

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
  const excludes = (config.exclude ?? []).map((entry, index) => {
    const { glob, broad } = typeof entry === 'string' ? { glob: entry, broad: false } : entry;
    return {
      glob,
      broad: broad === true,
      match: globAt(glob, broad === true, read.place(['exclude', index])),
    };
  });
  const customRules = await rulesOf(config, read, how.custom);
  return { name: source.name, config, excludes, place: read.place, customRules };
}

/** The rule tables and the engine are loaded only where the config speaks of rules. */
async function rulesOf(
  config: ConfigFile,
  { place }: Read,
  custom: readonly string[],
): Promise<readonly Rule[]> {
  const ids = Object.keys(config.rules ?? {});
  const written = config.customRules ?? [];
  if (ids.length + written.length === 0) return [];
  const { checkedRules, checkIds } = await import('./custom.ts');
  checkIds(ids, [...custom, ...written.map(({ id }) => id)], place);
  return checkedRules(written, place);
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

function globAt(glob: string, broad: boolean, place: string): Match {
  const match = compileAt(glob, () => place);
  if (!broad && broadByForm(match)) {
    const whole = JSON.stringify({ glob, broad: true });
    throw new KeyfenceError(
      'config',
      place,
      `The glob "${glob}" takes more than half of any tree. Write ${whole} if you mean it.`,
    );
  }
  return match;
}

function compileAt(glob: string, place: () => string): Match {
  try {
    return compileGlob(glob);
  } catch (error) {
    throw new KeyfenceError('config', place(), (error as Error).message);
  }
}

/** The ignore file of a policy source, checked; `IgnoreEntry[]` and compiled globs. */
export function readIgnoreFile(source: Source): Ignores {
  const canonical = parseCanonical(source.text);
  const read = canonical ? undefined : readConfig(source, ignoreSchema, { comments: false });
  const all = canonical ?? (read!.value as (string | IgnoreEntry)[]);
  const entries: IgnoreEntry[] = [];
  const matchers: (Match | undefined)[] = [];
  all.forEach((entry, index) => {
    if (typeof entry === 'string') return;
    entries.push(entry);
    const place = () => read?.place([index, 'path']) ?? source.name;
    matchers.push(entry.path === undefined ? undefined : compileAt(entry.path, place));
  });
  return { file: source.name, entries, matchers };
}
