/** What inflating the entries of a repository's largest pack costs: node's zlib, kept, beside WebAssembly. */
import { readFileSync } from 'node:fs';
import { BLOB, Entry, TREE } from '../../src/objects/entry.ts';
import { Inflation } from '../../src/objects/inflate.ts';
import code from '../../src/objects/inflate.wasm';
import { Store } from '../../src/objects/store.ts';
import { compileWasm, instantiate, newMemory, PAGE } from '../../src/wasm.ts';

interface Code {
  prepareSymbols(): void;
  inflate(from: number, to: number, output: number, size: number): number;
}

/** Where the largest object goes that is measured, and the pack behind it. */
const OUTPUT = 1 << 20;
const PACK = 128 << 20;
const MOST = 100 << 20;

const GROUPS = [
  'deltas of blobs, below 100 bytes',
  'deltas of blobs, below 1,000 bytes',
  'deltas of blobs, longer',
  'whole blobs',
  'deltas of trees',
  'whole trees',
  'commits and tags',
];

function groupOf(type: number, { type: kind, size }: Entry): number {
  const isDelta = kind > 4;
  if (type === TREE) return isDelta ? 4 : 5;
  if (type !== BLOB) return 6;
  if (!isDelta) return 3;
  return size < 100 ? 0 : size < 1000 ? 1 : 2;
}

/** Prints a row of Markdown for each group of entries. */
export function run(gitDir: string): void {
  const store = new Store({ objectsDir: `${gitDir}/objects`, hash: 'sha1', limit: MOST });
  const path = store.packPaths.reduce((a, b) => (store.pack(a).size > store.pack(b).size ? a : b));
  const { forest } = store.sweep(path);
  const { count, offsets, types } = forest;
  const pack = readFileSync(path);
  const memory = newMemory(Math.ceil((PACK + pack.length) / PAGE) + 1)!;
  const wasm = instantiate<Code>(compileWasm(code)!, memory);
  wasm.prepareSymbols();
  const bytes = Buffer.from(memory.buffer);
  pack.copy(bytes, PACK);
  const entry = new Entry();
  const at = new Float64Array(count);
  const sizes = new Float64Array(count);
  const groups = GROUPS.map((): number[] => []);
  for (let index = 0; index < count; index++) {
    entry.read(pack, offsets[index]!, offsets[index + 1]!, store.idBytes);
    at[index] = PACK + entry.dataAt;
    sizes[index] = entry.size;
    if (entry.size < MOST) groups[groupOf(types[index]!, entry)]!.push(index);
  }
  const job = Object.assign(new Inflation(), { input: bytes, output: bytes, at: OUTPUT });
  const end = (index: number) => PACK + offsets[index + 1]!;
  const ways = [
    (index: number) => {
      job.from = at[index]!;
      job.to = end(index);
      job.size = sizes[index]!;
      return job.run() === '';
    },
    (index: number) => wasm.inflate(at[index]!, end(index), OUTPUT, sizes[index]!) === 1,
  ];
  console.log('| entries | how many | bytes | inflated | node, µs | WebAssembly, µs |');
  console.log('| --- | --: | --: | --: | --: | --: |');
  for (const [group, list] of groups.entries()) {
    if (list.length === 0) continue;
    const times = [...ways, ...ways].map((way) => timeOf(list, way)).slice(2);
    const mean = (of: (index: number) => number) =>
      Math.round(list.reduce((sum, index) => sum + of(index), 0) / list.length);
    const packed = mean((index) => end(index) - at[index]!);
    const inflated = mean((index) => sizes[index]!);
    console.log(
      `| ${GROUPS[group]} | ${list.length} | ${packed} | ${inflated} | ${times.join(' | ')} |`,
    );
  }
  store.close();
}

/** Microseconds of processor time for each. */
function timeOf(list: readonly number[], way: (index: number) => boolean): string {
  const start = process.cpuUsage();
  for (const index of list) if (!way(index)) throw new Error(`entry ${index} does not inflate`);
  const { user, system } = process.cpuUsage(start);
  return ((user + system) / list.length).toFixed(2);
}
