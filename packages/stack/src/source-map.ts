import {
  AnyMap,
  originalPositionFor,
  sourceContentFor,
  type SourceMapInput,
  type TraceMap,
} from '@jridgewell/trace-mapping'

/** A place in a file that a compiler or bundler has read. Line and column are 1-based. */
export interface OriginalPlace {
  /** As the map names it, with its `sourceRoot`: a path relative to the map, an absolute one, or a URL. */
  readonly source: string
  readonly line: number
  readonly column: number
  /** The name that stood there, if the map keeps names. */
  readonly name?: string | undefined
}

/** A source map that can be asked. Both methods are total. */
export interface SourceMap {
  /** Returns where the code at a 1-based line and column came from; undefined where the map does not say. */
  readonly original: (line: number, column: number) => OriginalPlace | undefined
  /** Returns the text of a source, if the map holds it. */
  readonly content: (source: string) => string | undefined
  /** The id that joins map and file (`debug_id` or `debugId`). */
  readonly debugId: string | undefined
}

const maxName = 256

/**
 * Returns the source map of a JSON text, indexed maps (with sections) included; undefined when it is none. Total: a
 * malformed map is no map. The caller bounds the size of the text; decoding takes some ten times its size in memory.
 *
 * @see https://tc39.es/ecma426/
 */
export function createSourceMap(json: string): SourceMap | undefined {
  try {
    // A prefix against cross-site inclusion: https://tc39.es/ecma426/#sec-ConsumeSourceMapFromJSONString
    const parsed: unknown = JSON.parse(json.startsWith(")]}'") ? json.slice(json.indexOf('\n') + 1) : json)
    if (typeof parsed !== 'object' || parsed === null) return undefined
    const hasMappings = 'mappings' in parsed && typeof parsed.mappings === 'string'
    if (!hasMappings && !('sections' in parsed && Array.isArray(parsed.sections))) return undefined
    // What is wrong inside makes it throw here or at a question, and is caught there.
    const map = AnyMap(parsed as SourceMapInput)
    return {
      original: (line, column) => originalOf(map, line, column),
      content: (source) => contentOf(map, source),
      debugId: debugIdOf(parsed),
    }
  } catch {
    return undefined
  }
}

function originalOf(map: TraceMap, line: number, column: number): OriginalPlace | undefined {
  if (!(line >= 1) || !(column >= 1)) return undefined
  try {
    const found = originalPositionFor(map, { line, column: column - 1 })
    if (found.source === null) return undefined
    const { source, name } = found
    const place = { source, line: found.line, column: found.column + 1 }
    return name === null ? place : { ...place, name: name.slice(0, maxName) }
  } catch {
    // Mappings are decoded at the first question, and may turn out malformed then.
    return undefined
  }
}

function contentOf(map: TraceMap, source: string): string | undefined {
  try {
    return sourceContentFor(map, source) ?? undefined
  } catch {
    return undefined
  }
}

function debugIdOf(map: object): string | undefined {
  for (const key of ['debug_id', 'debugId']) {
    const id: unknown = Reflect.get(map, key)
    if (typeof id === 'string' && /^[\da-f-]{32,36}$/i.test(id)) return id.toLowerCase()
  }
  return undefined
}
