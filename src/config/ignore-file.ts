/**
 * The ignore file, checked, its globs compiled. A file as keyfence wrote it is read the quick way; any
 * other text goes through the schema, which has a place for each complaint.
 */
import { KeyfenceError } from '../errors.ts';
import { type IgnoreEntry, type Ignores, parseCanonical } from '../ignores.ts';
import type { Source } from './read.ts';

interface Entries {
  readonly all: readonly (string | IgnoreEntry)[];
  readonly place: (path: readonly (string | number)[]) => string;
}

export async function readIgnoreFile(source: Source): Promise<Ignores> {
  const { all, place } = await entriesOf(source);
  const entries: IgnoreEntry[] = [];
  const places: string[] = [];
  for (const [index, entry] of all.entries()) {
    if (typeof entry === 'string') continue;
    entries.push(entry);
    places.push(entry.path === undefined ? '' : place([index, 'path']));
  }
  const { name: file } = source;
  if (!entries.some((entry) => entry.path !== undefined)) return { file, entries, matchers: [] };
  const { compileAt } = await import('./excludes.ts');
  const { compileGlob } = await import('./globs.ts');
  const matchers = entries.map(({ path }, index) =>
    path === undefined ? undefined : compileAt(compileGlob, path, () => places[index]!),
  );
  return { file, entries, matchers };
}

async function entriesOf(source: Source): Promise<Entries> {
  const canonical = parseCanonical(source.text);
  if (canonical) return { all: canonical, place: () => source.name };
  refuseConflict(source);
  const { readConfig } = await import('./read.ts');
  const { ignoreSchema } = await import('./schema.ts');
  const read = readConfig(source, ignoreSchema, { comments: false });
  return { all: read.value as Entries['all'], place: read.place };
}

function refuseConflict({ name, text }: Source): void {
  const at = text.split('\n').findIndex((line) => /^<{7}( |$)/.test(line));
  if (at < 0) return;
  const what =
    'It holds git’s conflict markers. `npx keyfence ignore --merge` keeps the entries of both sides; ' +
    'then `git add` it.';
  throw new KeyfenceError('config', `${name}:${at + 1}`, what);
}

/**
 * The entries of a file that git left in conflict: each side's lines are whole entries, and all are wanted.
 * @throws KeyfenceError `config` where a line is no entry
 */
export async function readConflicted({ name, text }: Source): Promise<Ignores> {
  const entries = text.split('\n').filter((line) => line.trimStart().startsWith('{'));
  const joined = `[\n${entries.map((line) => line.replace(/,?\s*$/, ',\n')).join('')}"end"\n]\n`;
  return readIgnoreFile({ name, text: joined });
}
