/** The code in WebAssembly that works on content (content-families.as.ts), in the memory in which it is unpacked. */
import { type Linear, linear } from '../objects/linear.ts';
import { compileWasm, instantiate, type Module } from '../wasm.ts';
import code from './content-families.wasm';

interface Global {
  readonly value: number;
}

/** What carry.as.ts exports. */
interface CarryCode {
  readonly ROWS: Global;
  readonly WEIGHTS: Global;
  readonly PENALTIES: Global;
  readonly FIRSTS: Global;
  readonly MOST_CORES: Global;
  readonly WANTED: Global;
  readonly WANTED_END: Global;
  readonly DENSE: Global;
  readonly PLACES: Global;
  readonly CORES: Global;
  readonly RANGES: Global;
  readonly LIKELY: Global;
  want(needles: number, bytes: number, tables: number): void;
  sift(ranges: number): number;
  prepare(count: number): number;
  setUp(behind: number, ahead: number): void;
  takeSearched(): number;
  skip(depth: number): void;
  scan(
    depth: number,
    start: number,
    size: number,
    baseSize: number,
    copies: number,
    stride: number,
    count: number,
  ): number;
}

/** What commits.as.ts exports. */
interface CommitsCode {
  readonly IDS: Global;
  readonly USES: Global;
  readonly ids: Global;
  taken(): void;
  read(at: number, size: number, number: number, idBytes: number): number;
}

/** And what content-families.as.ts adds. */
interface Code extends CarryCode, CommitsCode {
  readonly RECORDS: Global;
  readonly MOST_RECORDS: Global;
  readonly DEEPEST: Global;
  readonly STARTS: Global;
  readonly SIZES: Global;
  readonly HITS: Global;
  readonly ASKED: Global;
  readonly why: Global;
  readonly asked: Global;
  readonly isOdd: Global;
  goOver(
    next: number,
    stop: number,
    arena: number,
    roof: number,
    limit: number,
    idBytes: number,
  ): number;
}

export interface ContentCode {
  readonly memory: Linear;
  readonly code: Code;
}

let module: Module | undefined;

/** One more instance of it; undefined where there is no WebAssembly. */
export function contentCode(): ContentCode | undefined {
  const memory = linear();
  if (memory === undefined) return undefined;
  module ??= compileWasm(code);
  return module && { memory, code: instantiate<Code>(module, memory.memory) };
}
