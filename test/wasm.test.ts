import { afterEach, expect, test, vi } from 'vitest';
import { compileWasm, instantiate, newMemory, PAGE } from '../src/wasm.ts';
import code from './helpers/sample.wasm';

interface Sample {
  count(at: number, length: number, wanted: number): number;
}

afterEach(() => vi.unstubAllEnvs());

test('a file in AssemblyScript runs, with vectors, on the memory that it is given', () => {
  const memory = newMemory(1)!;
  const sample = instantiate<Sample>(compileWasm(code)!, memory);
  new Uint8Array(memory.buffer).fill(7, 100, 120);
  expect(sample.count(96, 32, 7)).toBe(20);
  expect(sample.count(0, PAGE, 0)).toBe(PAGE - 20);
  memory.grow(1);
  new Uint8Array(memory.buffer).fill(7, PAGE);
  expect(sample.count(0, 2 * PAGE, 7)).toBe(PAGE + 20);
});

test('switched off, or not understood by the runtime, it is not there', () => {
  expect(compileWasm(btoa('\0asm\x01\0\0\0\x7f'))).toBeUndefined();
  vi.stubEnv('KEYFENCE_NO_WASM', '1');
  expect(compileWasm(code)).toBeUndefined();
});
