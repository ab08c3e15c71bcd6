/** Tests run against the real bin, which is built first where a source is newer. */
import { defineConfig } from 'vitest/config';
import { assembly } from './scripts/assembly.js';

export default defineConfig({
  plugins: [assembly()],
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/helpers/build.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
