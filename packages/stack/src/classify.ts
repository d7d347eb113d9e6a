import type { FrameKind } from './frame.ts'

const RUNTIME = /^(?:node:|internal[/\\]|bun:|deno:|ext:|native$|<anonymous>$|\[native code\]$|wasm:\/\/)/
const DEPENDENCY = /(?:^|[/\\])(?:node_modules|bower_components|\.pnpm|\.yarn)[/\\]/
/** What Node before version 16 calls its own files: a bare name without a folder. */
const OLD_RUNTIME =
  /^(?:_?(?:events|fs|net|http|https|tls|stream|timers|module|util|vm|child_process|dns|zlib|path|buffer|assert|readline|cluster|dgram|repl)|bootstrap_node)\.js$/

/**
 * Returns where the code at a path or URL comes from: `node:` and `internal/` are the runtime, anything under
 * `node_modules` a dependency, every other path the application's; unknown without a path.
 */
export function classifyPath(path: string | undefined): FrameKind {
  if (path === undefined || path === '') return 'unknown'
  if (RUNTIME.test(path) || OLD_RUNTIME.test(path)) return 'runtime'
  return DEPENDENCY.test(path) ? 'dependency' : 'app'
}
