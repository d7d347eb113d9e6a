import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Finding } from '../finding.ts'

/** Folders that hold what a compiler has made. */
const built = /[\\/](?:dist|build|out|\.next|\.output)[\\/]/

/**
 * Looks for the source map of each JavaScript file that the application has loaded: with it, frames show the source that was
 * written. TypeScript that Node runs itself needs none.
 */
export function checkSourceMaps(files: readonly string[]): Finding {
  const check = 'source maps'
  const scripts = files.filter((file) => /\.[cm]?js$/.test(file) && existsSync(file))
  const states = scripts.map((file) => ({ file, state: stateOf(file) }))
  const broken = states.filter(({ state }) => state === 'broken')
  const none = states.filter(({ file, state }) => state === 'none' && built.test(file))
  const found = states.filter(({ state }) => state === 'found').length
  const [first] = [...broken, ...none]
  if (first !== undefined) {
    const text =
      first.state === 'broken'
        ? `${first.file} names a source map that is not there or is none${andMore(broken.length)}`
        : `${first.file} was built and has no source map${andMore(none.length)}`
    return {
      check,
      status: 'warn',
      text,
      advice: 'build with source maps and deploy the .map files beside the code',
    }
  }
  const text = found > 0 ? `found for ${found} file(s)` : 'none needed: the code runs as it was written'
  return { check, status: 'ok', text }
}

function andMore(count: number): string {
  return count > 1 ? `, and ${count - 1} more` : ''
}

function stateOf(file: string): 'found' | 'broken' | 'none' {
  const source = readFileSync(file, 'utf8')
  const [, url] =
    /^\/\/[#@] sourceMappingURL=(\S+)\s*$/m.exec(source.slice(source.lastIndexOf('sourceMappingURL=') - 4)) ??
    []
  if (url === undefined) return existsSync(`${file}.map`) ? 'found' : 'none'
  if (url.startsWith('data:')) return 'found'
  if (/^[a-z]+:/i.test(url)) return 'broken'
  try {
    const map: unknown = JSON.parse(readFileSync(resolve(dirname(file), decodeURI(url)), 'utf8'))
    return typeof Reflect.get(Object(map), 'mappings') === 'string' ? 'found' : 'broken'
  } catch {
    return 'broken'
  }
}
