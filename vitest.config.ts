import { configDefaults, defineConfig } from 'vitest/config'

const all = [
  'packages/*/src/**/*.test.{ts,tsx}',
  'packages/*/test/**/*.test.{ts,tsx}',
  'e2e/**/*.test.ts',
  'scripts/**/*.test.ts',
]

/**
 * Tests of code that keeps nothing in the process: what is pure, and what only computes. They share their workers, since
 * starting one and loading the modules again costs more than most of these files do.
 */
const stateless = [
  'packages/{wire,stack,grouping,redact,view}/src/**/*.test.{ts,tsx}',
  'packages/tracker/src/{api,config,digest,domain,encoding,query,web}/**/*.test.{ts,tsx}',
  'packages/culprit/src/{html,http,handlers}/**/*.test.{ts,tsx}',
  'packages/culprit/src/logging/{,frames/}*.test.{ts,tsx}',
]

/** Packages resolve to their sources through the `@culprit/source` condition, so unit tests need no build. */
export default defineConfig({
  resolve: { conditions: ['@culprit/source'] },
  ssr: { resolve: { conditions: ['@culprit/source', 'node', 'module', 'default'] } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    globalSetup: 'scripts/compile-cache.ts',
    // Generous, since nothing here is about time: a machine with other work to do needs many times as long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // One more than CI has processors: many tests wait for processes, servers and browsers that they started.
    maxWorkers: 3,
    server: { deps: { inline: [/^@culprit\//] } },
    projects: [
      { extends: true, test: { name: 'stateless', isolate: false, include: stateless } },
      {
        extends: true,
        test: { name: 'others', include: all, exclude: [...configDefaults.exclude, ...stateless] },
      },
    ],
  },
})
