import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { createSourceMap, type SourceMap } from '@culprit/stack/source-map'
import { BoundedCache } from './bounded-cache.ts'

/** Reads a file of the application as text; undefined when it cannot be read or is too large. */
export type ReadFile = (path: string, maxBytes: number) => string | undefined

/** A source file as reports need it. */
export interface SourceFile {
  readonly lines: readonly string[]
  /** Characters of the whole file. */
  readonly length: number
  /** The id that joins it with an uploaded source map. */
  readonly debugId: string | undefined
  /** Its source map, if it names one and that can be read; looked for at the first call. */
  readonly map: () => SourceMap | undefined
}

const maxSourceBytes = 8_000_000
const maxMapBytes = 16_000_000
/** Files kept in memory; the places in them that were shown are kept apart, so few are enough. */
const maxFiles = 16
/** Characters of all files that are kept. */
const maxKept = 8_000_000
/** Where the comments at the end of a file are looked for, in characters. An inlined map is one long line. */
const tail = 2000

/**
 * Returns a reader of source files of at most 8 MB with their source maps of at most 16 MB. It keeps the last 16 files,
 * of 8 million characters together; a file that cannot be read is asked for again when it was forgotten.
 */
export function createSourceFiles(
  readFile: ReadFile = readFileWithin,
): (path: string) => SourceFile | undefined {
  const files = new BoundedCache<SourceFile | null>({
    maxEntries: maxFiles,
    maxWeight: maxKept,
    weightOf: (file) => file?.length ?? 0,
  })
  return (path) => {
    const known = files.get(path)
    if (known !== undefined) return known ?? undefined
    const text = readFile(path, maxSourceBytes)
    return files.set(path, text === undefined ? null : toSourceFile(path, text, readFile)) ?? undefined
  }
}

function toSourceFile(path: string, text: string, readFile: ReadFile): SourceFile {
  let map: SourceMap | null | undefined
  return {
    lines: text.split(/\r?\n/),
    length: text.length,
    debugId: debugIdOf(text),
    map: () => {
      if (map === undefined) map = readMap(path, text, readFile) ?? null
      return map ?? undefined
    },
  }
}

function debugIdOf(text: string): string | undefined {
  return /^\/\/# debugId=([\da-fA-F-]{32,36})\s*$/m.exec(text.slice(-tail))?.[1]?.toLowerCase()
}

/** https://tc39.es/ecma426/#sec-linking-inline */
function readMap(path: string, text: string, readFile: ReadFile): SourceMap | undefined {
  const start = Math.max(
    text.lastIndexOf('\n//# sourceMappingURL='),
    text.lastIndexOf('\n//@ sourceMappingURL='),
  )
  if (start < 0 && !text.startsWith('//# sourceMappingURL=')) return undefined
  const [url = ''] = text.slice(text.indexOf('=', start) + 1).split(/\s/, 1)
  const json = url.startsWith('data:') ? inlineText(url) : readBeside(path, url, readFile)
  return json === undefined ? undefined : createSourceMap(json)
}

function inlineText(url: string): string | undefined {
  const comma = url.indexOf(',')
  if (comma < 0 || url.length > maxMapBytes) return undefined
  const data = url.slice(comma + 1)
  try {
    return url.slice(0, comma).endsWith(';base64')
      ? Buffer.from(data, 'base64').toString()
      : decodeURIComponent(data)
  } catch {
    return undefined
  }
}

/** Maps are files; nothing is fetched for a report. */
function readBeside(path: string, url: string, readFile: ReadFile): string | undefined {
  if (/^[a-z][a-z\d+.-]+:/i.test(url)) return undefined
  try {
    const name = decodeURIComponent(url)
    return readFile(isAbsolute(name) ? name : resolve(dirname(path), name), maxMapBytes)
  } catch {
    return undefined
  }
}

/** Reads a regular file of at most `maxBytes`; pipes and devices, which could wait for good, are not opened to be read. */
export function readFileWithin(path: string, maxBytes: number): string | undefined {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const stats = fstatSync(file)
    return stats.isFile() && stats.size <= maxBytes ? readFileSync(file, 'utf8') : undefined
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
