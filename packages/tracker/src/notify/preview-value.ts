import type { Json } from '../domain/json.ts'

/** Returns a value as one line of JSON-like text of about `limit` characters; what does not fit is `…`. */
export function previewValue(value: Json, limit: number): string {
  const parts: string[] = []
  let left = limit
  const put = (text: string): void => {
    const fits = text.slice(0, Math.max(0, left))
    left -= text.length
    if (fits !== '') parts.push(fits)
  }
  const visit = (each: Json, depth: number): void => {
    if (left <= 0) return
    if (typeof each === 'string') return put(JSON.stringify(each.slice(0, limit)))
    if (each === null || typeof each !== 'object') return put(String(each))
    if (depth >= 4) return put('…')
    if (Array.isArray(each)) return visitList(each, depth)
    visitObject(each, depth)
  }
  const visitList = (list: readonly Json[], depth: number): void => {
    put('[')
    for (const [index, item] of list.entries()) {
      if (left <= 0) return
      if (index > 0) put(', ')
      visit(item, depth + 1)
    }
    put(']')
  }
  const visitObject = (object: object, depth: number): void => {
    put('{')
    for (const [index, [key, item]] of Object.entries(object).entries()) {
      if (left <= 0) return
      put(`${index > 0 ? ', ' : ''}${key.slice(0, limit)}: `)
      visit(item, depth + 1)
    }
    put('}')
  }
  visit(value, 0)
  return left < 0 ? `${parts.join('').slice(0, limit - 1)}…` : parts.join('')
}
