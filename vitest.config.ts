import { defineConfig } from 'vitest/config';
import { findPostgres } from './rig/postgres.ts';

// Tests of one file stand beside it; what crosses rooms stands in test/. Processes and browsers (test/process, test/browser) run
// side by side: they wait for lines and screens more than they work. More files at a time than these are quicker on a quiet
// machine (11 min 40 s in all) and failed by their time limits on a busy one.
//
// isolate: false: one file after the other in the same process, so that what all of them import is read once and not two
// hundred times. No test may leave anything behind in a module (that of PostgreSQL's fixture is its connection).
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['{points,center,station,hardware,rig,cli,electron,renderer}/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/process/**', 'test/postgres/**'],
          testTimeout: 20_000,
          // Both cores: nothing else runs beside these.
          maxWorkers: 2,
          isolate: false,
        },
      },
      // The center's tests again, the same files, with PostgreSQL behind the center in place of SQLite.
      ...(findPostgres()
        ? [
            {
              test: {
                name: 'postgres',
                include: ['center/**/*.test.ts', 'test/postgres/**/*.test.ts'],
                globalSetup: 'test/postgres/server.ts',
                fileParallelism: false,
                testTimeout: 60_000,
                hookTimeout: 60_000,
              },
            },
          ]
        : []),
      {
        test: {
          name: 'process',
          include: ['test/process/**/*.test.ts'],
          fileParallelism: false,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          maxWorkers: 2,
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
