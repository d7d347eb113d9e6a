import { expect, it } from 'vitest'
import { classifyPath } from './classify.ts'

it.each([
  ['/app/src/a.js', 'app'],
  ['C:\\app\\a.js', 'app'],
  ['https://x.com/a.js', 'app'],
  ['webpack:///./src/a.ts', 'app'],
  ['/app/src/events.js', 'app'],
  ['/app/my_node_modules/a.js', 'app'],
  ['/app/node_modules/x/a.js', 'dependency'],
  ['C:\\app\\node_modules\\x\\a.js', 'dependency'],
  ['node_modules/x.js', 'dependency'],
  ['webpack:///./node_modules/x/a.js', 'dependency'],
  ['node:fs', 'runtime'],
  ['node:internal/modules/run_main', 'runtime'],
  ['internal/timers.js', 'runtime'],
  ['events.js', 'runtime'],
  ['<anonymous>', 'runtime'],
  ['', 'unknown'],
  [undefined, 'unknown'],
] as const)('classifyPath() says %s is %s', (path, kind) => expect(classifyPath(path)).toBe(kind))
