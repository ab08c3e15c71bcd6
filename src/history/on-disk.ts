/**
 * All that a scan of everything reads, as one digest, without reading the objects: packs and loose
 * objects by size, times and inode as git's index knows files (and packs by their checksums), refs by
 * their content, reflogs like packs. Equal digests mean an equal scan; whatever is in doubt is in it.
 */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { objectFolders } from '../objects/alternates.ts';
import { listing } from '../objects/store.ts';
import { entriesBelow, type GitRunner, readRefs, reflogIds } from './refs.ts';

export interface Place {
  readonly gitDir: string;
  readonly commonDir: string;
  readonly objectsDir: string;
  readonly alternates?: readonly string[];
  readonly run: GitRunner;
}

export interface OnDisk {
  readonly digest: string;
  /** By path of the pack: size, times and inode of it and its index. */
  readonly packs: ReadonlyMap<string, string>;
  /** By id, the same. */
  readonly loose: ReadonlyMap<string, string>;
}

/** Checksums at the end of a pack (its own) and of an index (of both), SHA-256 as the longer ones. */
const TAIL = 64;

export async function onDisk(place: Place): Promise<OnDisk> {
  const hash = createHash('sha256');
  const packs = new Map<string, string>();
  const loose = new Map<string, string>();
  for (const folder of objectFolders(place.objectsDir, place.alternates)) {
    note(hash, 'objects', folder);
    addPacks(hash, `${folder}/pack`, packs);
    addLoose(folder, loose);
  }
  note(hash, 'loose', JSON.stringify([...loose]));
  await addRefs(hash, place);
  for (const folder of gitDirs(place)) addReflogs(hash, join(folder, 'logs'));
  return { digest: hash.digest('hex'), packs, loose };
}

function addPacks(hash: Hash, folder: string, packs: Map<string, string>): void {
  for (const name of listing(folder)) {
    const path = `${folder}/${name}`;
    const isPack = name.endsWith('.pack');
    const lists = /\.idx$|\.midx$|^multi-pack-index/.test(name);
    const met = isPack || lists ? `${statOf(path)} ${tailOf(path)}` : '';
    note(hash, name, met);
    if (isPack) packs.set(path, `${met} ${statOf(path.replace(/pack$/, 'idx'))}`);
  }
  const layers = `${folder}/multi-pack-index.d`;
  for (const name of listing(layers)) note(hash, name, statOf(`${layers}/${name}`));
}

function addLoose(folder: string, loose: Map<string, string>): void {
  for (const first of listing(folder)) {
    if (!/^[0-9a-f]{2}$/.test(first)) continue;
    for (const name of listing(`${folder}/${first}`)) {
      if (!/^(?:[0-9a-f]{38}|[0-9a-f]{62})$/.test(name)) continue;
      const known = loose.get(first + name) ?? '';
      loose.set(first + name, `${known} ${statOf(`${folder}/${first}/${name}`)}`);
    }
  }
}

/** What git would list, by the files it reads for that; a way of keeping refs that is not known is asked for. */
async function addRefs(hash: Hash, place: Place): Promise<void> {
  const { commonDir, run } = place;
  const folders = gitDirs(place);
  const config = content(join(commonDir, 'config'));
  addFile(hash, join(commonDir, 'config'));
  for (const name of ['packed-refs', 'shallow', 'info/grafts'])
    addFile(hash, join(commonDir, name));
  for (const folder of folders) {
    for (const name of ['HEAD', 'gitdir', 'config.worktree']) addFile(hash, join(folder, name));
    for (const path of filesBelow(join(folder, 'refs'))) addFile(hash, path);
  }
  const plain = !/refstorage/i.test(config?.toString('latin1') ?? '');
  if (plain && !existsSync(join(commonDir, 'reftable'))) return;
  note(hash, 'refs', JSON.stringify(await readRefs(run, false)));
  note(hash, 'reflogs', JSON.stringify(await reflogIds(place)));
}

function addReflogs(hash: Hash, folder: string): void {
  for (const path of filesBelow(folder)) note(hash, path, statOf(path));
}

/** Those of the worktree at hand, of the repository, and of all linked worktrees. */
function gitDirs({ gitDir, commonDir }: Place): Set<string> {
  const linked = listing(join(commonDir, 'worktrees'));
  return new Set([gitDir, commonDir, ...linked.map((name) => join(commonDir, 'worktrees', name))]);
}

function addFile(hash: Hash, path: string): void {
  const bytes = content(path);
  note(hash, path, bytes === undefined ? '' : `${bytes.length}`);
  if (bytes !== undefined) hash.update(bytes);
}

function note(hash: Hash, what: string, text: string): void {
  hash.update(`${what.length} ${what} ${text.length} ${text}\n`);
}

/** undefined for what is no file: a pipe would be waited for. */
function content(path: string): Buffer | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path) : undefined;
  } catch (error) {
    return gone(error);
  }
}

/** '' for what is not there any more: then the next look tells another state. */
function statOf(path: string): string {
  const status = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (status === undefined) return '';
  const { size, mtimeNs, ctimeNs, ino, dev } = status;
  return `${size} ${mtimeNs} ${ctimeNs} ${ino} ${dev}`;
}

function tailOf(path: string): string {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    return gone(error) ?? '';
  }
  try {
    const bytes = Buffer.alloc(TAIL);
    return bytes.toString('hex', 0, readSync(file, bytes, 0, TAIL, Math.max(0, size - TAIL)));
  } finally {
    closeSync(file);
  }
}

const filesBelow = (folder: string): string[] => entriesBelow(folder).map(({ path }) => path);

function gone(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  throw error;
}
