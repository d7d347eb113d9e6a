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
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    server: { deps: { inline: [/^@culprit\//] } },
  },
})
