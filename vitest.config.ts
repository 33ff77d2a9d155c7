import { defineConfig } from 'vitest/config';

/** One process, two kinds of files: unit tests beside their code, scenarios across modules in `test`. Workers share nothing but the test cluster. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    pool: 'threads',
    // Without isolation a file costs milliseconds instead of a second; it asks for code without module-level state.
    isolate: false,
    globalSetup: ['test/support/cluster.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    env: { TZ: 'UTC', NO_COLOR: '1' },
  },
});
