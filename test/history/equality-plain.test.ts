/** The same property, over fewer repositories, without WebAssembly. */
import { vi } from 'vitest';

vi.hoisted(() => {
  process.env.KEYFENCE_NO_WASM = '1';
});

await import('./equality.test.ts');
