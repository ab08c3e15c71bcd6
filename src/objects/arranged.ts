/** Offsets of an index put in order by WebAssembly (arrange.as.ts), where they are plain. */
import { compileWasm, instantiate } from '../wasm.ts';
import code from './arrange.wasm';
import type { Arranger } from './idx.ts';
import { linear } from './linear.ts';

/** What arrange.as.ts exports. */
interface Code {
  offsetsAt(from: number, count: number): number;
  orderAt(from: number): number;
  arrange(from: number, count: number, end: number): number;
  arrangeAs(from: number, count: number, end: number): number;
}

/** In the windows of this thread's memory, which nothing has read yet. */
export const arranged: Arranger = ({ count, end, fill, fillOrder }, { offsets, order }) => {
  const memory = linear();
  const module = memory && compileWasm(code);
  if (memory === undefined || module === undefined) return false;
  const { arrange, arrangeAs, offsetsAt, orderAt } = instantiate<Code>(module, memory.memory);
  const from = memory.lend();
  const at = offsetsAt(from, count);
  const needed = at + (count + 1) * 8;
  if (needed > memory.bytes.length && !memory.grow(needed)) return false;
  const told = orderAt(from);
  const isTold = fillOrder?.(memory.bytes.subarray(told, told + count * 4)) === true;
  if (isTold) fill(memory.bytes.subarray(told + count * 4, told + count * 8));
  if (!isTold || arrangeAs(from, count, end) === 0) {
    fill(memory.bytes.subarray(at, at + count * 4));
    if (arrange(from, count, end) === 0) return false;
  }
  const { buffer } = memory.memory;
  offsets.set(new Float64Array(buffer, at, count + 1));
  order.set(new Uint32Array(buffer, told, count));
  return true;
};
