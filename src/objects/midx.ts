/**
 * A multi-pack-index: the ids of several packs in one table. git still leaves each pack its own index,
 * so this one is read only where that is gone.
 *
 * `MIDX`, version 1, hash (1: SHA-1, 2: SHA-256), number of chunks, a zero, number of packs (u32); then a
 * table of (4 bytes name, u64 offset) ended by name 0. Chunks: PNAM (names of the .idx files, each
 * ended by NUL), OIDF (fan-out as in an index), OIDL (ids in order), OOFF (u32 pack, u32 offset; the
 * top bit says "entry of LOFF"), LOFF (64-bit offsets). An object that several packs have is listed
 * for one of them. All numbers are big-endian.
 *
 * A chain (`multi-pack-index.d/multi-pack-index-chain`, one name a line) is several such files, each
 * of which numbers its own packs.
 */
import { readFileSync } from 'node:fs';
import { arrange, type PackIndex, type PackTable } from './idx.ts';

const MAGIC = 0x4d494458;
const HEADER = 12;
const ROW = 12;
const FANOUT = 1024;
const WIDE = 0x80000000;

interface Chunk {
  readonly from: number;
  readonly to: number;
}

/** The multi-pack-indexes of one `pack` folder; none where there is no such file. */
export function readMidxes(folder: string, idBytes: number): Midx[] {
  const chain = read(`${folder}/multi-pack-index.d/multi-pack-index-chain`);
  const names = (chain?.toString('latin1') ?? '').split('\n').filter((name) => name !== '');
  const layers = names.map((name) => `multi-pack-index.d/multi-pack-index-${name}.midx`);
  return ['multi-pack-index', ...layers].flatMap((name) => {
    const bytes = read(`${folder}/${name}`);
    return bytes === undefined ? [] : [new Midx(bytes, idBytes)];
  });
}

export class Midx {
  readonly #bytes: Buffer;
  readonly #idBytes: number;
  readonly #count: number;
  readonly #packs: readonly string[];
  readonly #ids: number;
  readonly #places: number;
  readonly #wide: Chunk | undefined;

  /** @throws Error in plain words where the bytes are no multi-pack-index that is known */
  constructor(bytes: Buffer, idBytes: number) {
    this.#bytes = bytes;
    this.#idBytes = idBytes;
    const chunks = chunksOf(bytes, idBytes);
    const fanout = wanted(chunks, 'OIDF', FANOUT);
    this.#count = bytes.readUInt32BE(fanout.from + FANOUT - 4);
    this.#ids = wanted(chunks, 'OIDL', this.#count * idBytes).from;
    this.#places = wanted(chunks, 'OOFF', this.#count * 8).from;
    this.#wide = chunks.get('LOFF');
    const names = wanted(chunks, 'PNAM', 0);
    const text = bytes.toString('latin1', names.from, names.to);
    this.#packs = text.split('\0').slice(0, bytes.readUInt32BE(8));
  }

  /** What it lists for one pack, by the name of the pack's own index; undefined where that is nothing. */
  part(name: string): MidxPart | undefined {
    const pack = this.#packs.indexOf(name);
    if (pack < 0) return undefined;
    const positions: number[] = [];
    for (let position = 0; position < this.#count; position++) {
      if (this.#bytes.readUInt32BE(this.#places + position * 8) === pack) positions.push(position);
    }
    const ids = Buffer.alloc(positions.length * this.#idBytes);
    const offsets = new Float64Array(positions.length);
    for (const [index, position] of positions.entries()) {
      const at = this.#ids + position * this.#idBytes;
      this.#bytes.copy(ids, index * this.#idBytes, at, at + this.#idBytes);
      offsets[index] = this.#offset(position);
    }
    return new MidxPart(ids, offsets, this.#idBytes);
  }

  #offset(position: number): number {
    const value = this.#bytes.readUInt32BE(this.#places + position * 8 + 4);
    if (value < WIDE || this.#wide === undefined) return value;
    const at = this.#wide.from + (value - WIDE) * 8;
    if (at + 8 > this.#wide.to) throw new Error('a 64-bit offset is out of bounds');
    return this.#bytes.readUInt32BE(at) * 2 ** 32 + this.#bytes.readUInt32BE(at + 4);
  }
}

/** One pack's ids and offsets. It may have fewer than the pack holds: another pack has the rest. */
export class MidxPart implements PackIndex {
  readonly count: number;

  constructor(
    readonly ids: Buffer,
    readonly offsets: Float64Array,
    readonly idBytes: number,
  ) {
    this.count = offsets.length;
  }

  close(): void {}

  find(id: Uint8Array, from: number): number {
    const { ids, idBytes } = this;
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = middle * idBytes;
      const order = ids.compare(id, from, from + idBytes, at, at + idBytes);
      if (order === 0) return this.offsets[middle]!;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return -1;
  }

  table(end: number, allocate: (bytes: number) => ArrayBufferLike): PackTable {
    const ids = new Uint8Array(allocate(this.ids.length));
    ids.set(this.ids);
    return arrange({ ids, idBytes: this.idBytes, offsets: this.offsets, end }, allocate);
  }
}

function chunksOf(bytes: Buffer, idBytes: number): Map<string, Chunk> {
  if (bytes.length < HEADER + ROW || bytes.readUInt32BE(0) !== MAGIC) {
    throw new Error('the multi-pack-index has no header');
  }
  if (bytes[4] !== 1) throw new Error(`multi-pack-index version ${bytes[4]} is not known`);
  if (bytes[5] !== (idBytes === 20 ? 1 : 2)) throw new Error('the multi-pack-index has other ids');
  const chunks = new Map<string, Chunk>();
  const table = HEADER + (bytes[6]! + 1) * ROW;
  if (table > bytes.length) throw new Error('the multi-pack-index is cut short');
  for (let at = HEADER; at + ROW < table; at += ROW) {
    const from = Number(bytes.readBigUInt64BE(at + 4));
    const to = Number(bytes.readBigUInt64BE(at + ROW + 4));
    if (from > to || to > bytes.length) throw new Error('the multi-pack-index is cut short');
    chunks.set(bytes.toString('latin1', at, at + 4), { from, to });
  }
  return chunks;
}

function wanted(chunks: ReadonlyMap<string, Chunk>, name: string, bytes: number): Chunk {
  const chunk = chunks.get(name);
  if (chunk !== undefined && chunk.to - chunk.from >= bytes) return chunk;
  throw new Error(`the multi-pack-index lacks its ${name} chunk`);
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
