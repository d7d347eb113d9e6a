import { types } from 'node:util'
import { kindOf } from '../values/value-kind.ts'
import { byteCount, sizeOf } from '../values/value-text.ts'

/** Values looked at; what is beyond is not counted. */
const maxValues = 2000

/**
 * Returns about how many bytes values keep from being collected: texts, buffers, and a share for each element and
 * property, three levels deep. A lower bound, meant to find the large ones. Runs none of their code.
 */
export function reckonBytes(values: readonly unknown[]): number {
  const seen = new Set<unknown>()
  let bytes = 0
  let level: unknown[] = [...values]
  for (let depth = 0; depth < 3; depth++) {
    const next: unknown[] = []
    for (const value of level) {
      if (seen.size >= maxValues) return bytes
      if (seen.has(value)) continue
      seen.add(value)
      bytes += bytesOf(value)
      if (typeof value === 'object' && value !== null && !types.isProxy(value)) next.push(...dataOf(value))
    }
    level = next
  }
  return bytes
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length * 2
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return 16
  switch (kindOf(value)) {
    case 'array':
      return 16 + (value as readonly unknown[]).length * 8
    case 'map':
    case 'set':
      return 64 + sizeOf(value) * 40
    case 'typed-array':
      return 64 + byteCount(value)
    default:
      return 64
  }
}

/** The first hundred data properties. */
function dataOf(value: object): readonly unknown[] {
  if (Array.isArray(value) && value.length > 10_000) return []
  if (types.isTypedArray(value)) return []
  return Object.keys(value)
    .slice(0, 100)
    .map((key): unknown => Object.getOwnPropertyDescriptor(value, key)?.value)
}
