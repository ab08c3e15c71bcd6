/** The same table and the same spoiled packs, without WebAssembly. */
import { vi } from 'vitest';

vi.hoisted(() => {
  process.env.KEYFENCE_NO_WASM = '1';
});

await import('./malformed.test.ts');
