import { defineConfig } from 'vitest/config'

/** Packages resolve to their sources through the `@culprit/source` condition, so unit tests need no build. */
export default defineConfig({
  resolve: { conditions: ['@culprit/source'] },
  ssr: { resolve: { conditions: ['@culprit/source', 'node', 'module', 'default'] } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: [
      'packages/*/src/**/*.test.{ts,tsx}',
      'packages/*/test/**/*.test.{ts,tsx}',
      'e2e/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    globalSetup: 'scripts/compile-cache.ts',
    // Generous, since nothing here is about time: a machine with other work to do needs many times as long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // One more than CI has processors: many tests wait for processes, servers and browsers that they started.
    maxWorkers: 3,
    server: { deps: { inline: [/^@culprit\//] } },
  },
})
