/**
 * The ignore file, checked, its globs compiled. A file as keyfence wrote it is read the quick way; any
 * other text goes through the schema, which has a place for each complaint.
 */
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
  const { readConfig } = await import('./read.ts');
  const { ignoreSchema } = await import('./schema.ts');
  const read = readConfig(source, ignoreSchema, { comments: false });
  return { all: read.value as Entries['all'], place: read.place };
}
