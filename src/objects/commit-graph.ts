/**
 * git's commit-graph: of each commit that it has the parents, the tree and the time, so that a walk need not unpack
 * them. `git gc` and `git fetch` write it; it may know less commits than there are.
 *
 * `43 47 50 48` `CGPH`, version 1, 1 or 2 for SHA-1 or SHA-256, how many chunks, how many layers below. A
 * table of chunks (id, u64 where it begins), a last one with id 0 where they end; a checksum. Chunks: OIDF, fan-out as
 * in an index; OIDL, ids in order; CDAT, a row for each: tree's id, two parents by place (0x70000000: none; with the top
 * bit a place in EDGE, where the second and all further ones are listed), generation (30 bits), time (34 bits);
 * BASE, checksums of the layers below. All numbers are big-endian. In a chain of layers places go on from one to the next.
 *
 * It is opened only where everything fits, and no part of it then contradicts another; graph.as.ts reads it.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { readFanout } from './idx.ts';

const HEAD = 8;
const ENTRY = 12;
const FANOUT = 1024;
/** Beside the tree's id in a row. */
const FIXED = 16;
const VERSION = 1;
/** Above are marks, not places. */
const MOST_COMMITS = 0x7000_0000;
/** git merges layers long before. */
const MOST_LAYERS = 64;

export interface GraphLayer {
  readonly file: number;
  /** The place of its first commit, and how many it has. */
  readonly first: number;
  readonly count: number;
  readonly fanout: Uint32Array;
  /** Where ids, rows and further parents begin in the file. */
  readonly ids: number;
  readonly rows: number;
  readonly edges: number;
  readonly edgeCount: number;
}

interface Chunk {
  readonly at: number;
  readonly size: number;
}

interface Opening {
  readonly layers: GraphLayer[];
  /** Checksums of them, one behind the other. */
  checksums: Buffer;
}

export class CommitGraph {
  /** Lowest first. */
  readonly layers: readonly GraphLayer[];

  private constructor(layers: readonly GraphLayer[]) {
    this.layers = layers;
  }

  /**
   * The graph of a repository, which may be that of one whose objects it borrows.
   * @param folders of objects, its own first
   * @returns undefined where there is none, or any part of it is odd
   */
  static open(folders: readonly string[], idBytes: number): CommitGraph | undefined {
    const opening: Opening = { layers: [], checksums: Buffer.alloc(0) };
    try {
      for (const folder of folders) {
        const paths = layersOf(folder, folders, idBytes);
        if (paths === undefined) continue;
        for (const path of paths) openLayer(path, idBytes, opening);
        return new CommitGraph(opening.layers);
      }
    } catch {
      close(opening.layers);
    }
    return undefined;
  }

  close(): void {
    close(this.layers);
  }
}

function close(layers: readonly GraphLayer[]): void {
  for (const { file } of layers) closeSync(file);
}

/** Their files, lowest first; undefined where the folder has no graph. */
function layersOf(folder: string, folders: readonly string[], idBytes: number) {
  const alone = `${folder}/info/commit-graph`;
  if (isFile(alone)) return [alone];
  const chain = `${folder}/info/commit-graphs/commit-graph-chain`;
  if (!isFile(chain)) return undefined;
  const lines = readFileSync(chain, 'latin1').split('\n');
  const last = lines.pop();
  if (last !== '' || lines.length === 0 || lines.length > MOST_LAYERS) throw new Error('chain');
  return lines.map((line) => {
    if (!/^[0-9a-f]+$/.test(line) || line.length !== idBytes * 2) throw new Error('chain');
    const paths = folders.map((one) => `${one}/info/commit-graphs/graph-${line}.graph`);
    return paths.find(isFile) ?? '';
  });
}

/** A pipe would be waited for. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** @throws Error where anything does not fit */
function openLayer(path: string, idBytes: number, opening: Opening): void {
  const file = openSync(path, 'r');
  try {
    const chunks = chunksOf(file, idBytes, opening);
    const fanout = readFanout(read(file, sized(chunks, 'OIDF', FANOUT).at, FANOUT));
    const count = fanout[255]!;
    const { first = 0, count: before = 0 } = opening.layers.at(-1) ?? {};
    check(count > 0 && first + before + count < MOST_COMMITS);
    const edges = chunks.get('EDGE') ?? { at: 0, size: 0 };
    check(edges.size % 4 === 0);
    opening.layers.push({
      file,
      first: first + before,
      count,
      fanout,
      ids: sized(chunks, 'OIDL', count * idBytes).at,
      rows: sized(chunks, 'CDAT', count * (idBytes + FIXED)).at,
      edges: edges.at,
      edgeCount: edges.size / 4,
    });
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** Where its chunks are. Notes its checksum, by which the layer above and the chain name it. */
function chunksOf(file: number, idBytes: number, opening: Opening): Map<string, Chunk> {
  const below = opening.layers.length;
  const head = read(file, 0, HEAD);
  check(head.toString('latin1', 0, 4) === 'CGPH' && head[4] === VERSION);
  check(head[5] === (idBytes === 20 ? 1 : 2) && head[7] === below);
  const count = head[6]!;
  const table = read(file, HEAD, (count + 1) * ENTRY);
  const end = fstatSync(file).size - idBytes;
  const at = (index: number) => Number(table.readBigUInt64BE(index * ENTRY + 4));
  check(
    at(0) === HEAD + table.length && at(count) === end && table.readUInt32BE(count * ENTRY) === 0,
  );
  const chunks = new Map<string, Chunk>();
  for (let index = 0; index < count; index++) {
    const id = table.toString('latin1', index * ENTRY, index * ENTRY + 4);
    check(at(index) <= at(index + 1) && !chunks.has(id));
    chunks.set(id, { at: at(index), size: at(index + 1) - at(index) });
  }
  const bases = below === 0 ? Buffer.alloc(0) : baseOf(file, chunks, below * idBytes);
  check(bases.equals(opening.checksums));
  opening.checksums = Buffer.concat([bases, read(file, end, idBytes)]);
  return chunks;
}

function baseOf(file: number, chunks: Map<string, Chunk>, size: number): Buffer {
  return read(file, sized(chunks, 'BASE', size).at, size);
}

function sized(chunks: Map<string, Chunk>, id: string, size: number): Chunk {
  const chunk = chunks.get(id);
  check(chunk !== undefined && chunk.size === size);
  return chunk!;
}

function check(fits: boolean): void {
  if (!fits) throw new Error('the commit-graph does not fit');
}

function read(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let done = 0; done < length; ) {
    const got = readSync(file, bytes, done, length - done, position + done);
    check(got > 0);
    done += got;
  }
  return bytes;
}
