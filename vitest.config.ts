import { defineConfig } from 'vitest/config';

/**
 * Tests import other packages through their built `dist`, as a user of the package does;
 * the npm scripts run `tsc -b` first.
 */
const shared = {
  resolve: {
    // type-graphql loads graphql as CommonJS; a second, ESM copy would be "another realm".
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
};

/** A second, as vitest has it, is short on a busy machine. */
const patient = { expect: { poll: { timeout: 15_000 } } };

export default defineConfig({
  test: {
    // By itself vitest leaves one core idle, and most system tests wait for events.
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          ...patient,
          name: 'unit',
          // Pure parts: loading them anew for every file would take longer than testing them.
          isolate: false,
          include: ['{packages,apps}/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        ...shared,
        test: {
          ...patient,
          name: 'system',
          include: ['{packages,apps}/*/test/**/*.test.ts'],
          testTimeout: 30_000,
          // A server takes long to start on a machine that is busy.
          hookTimeout: 60_000,
          // Loading the server anew for every file would take longer than many of its tests.
          isolate: false,
          pool: 'forks',
        },
      },
      {
        ...shared,
        test: {
          ...patient,
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: ['e2e/long/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          pool: 'forks',
        },
      },
      {
        ...shared,
        test: {
          ...patient,
          name: 'long',
          include: ['e2e/long/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          pool: 'forks',
        },
      },
    ],
  },
});
