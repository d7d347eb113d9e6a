import type { Json } from '../../domain/json.ts'
import { isList, isObject, type Sent } from './sent.ts'

const percent = /%(?:\(([\w.]{1,64})\))?[#0\- +]{0,4}\d{0,4}(?:\.\d{1,4})?([sdifrxXoOjcg%])/g
const braces = /\{([\w.]{0,64})\}/g

/**
 * Returns a template with its parameters put in: `%s`, `%(name)s` where it holds a percent sign, else `{}`, `{0}`,
 * `{name}`. Places without a parameter stay as they are. Linear.
 */
export function formatMessage(template: string, params: Sent): string {
  if (params === undefined) return template
  let next = 0
  const positional = (): Sent => (isList(params) ? params[next++] : undefined)
  if (template.includes('%')) {
    return template.replace(percent, (whole, name: string | undefined, kind: string) => {
      if (kind === '%') return '%'
      return written(name === undefined ? positional() : named(params, name)) ?? whole
    })
  }
  return template.replace(
    braces,
    (whole, name: string) => written(name === '' ? positional() : named(params, name)) ?? whole,
  )
}

function named(params: Json, name: string): Sent {
  if (isList(params)) return /^\d{1,4}$/.test(name) ? params[Number(name)] : undefined
  return isObject(params) && Object.hasOwn(params, name) ? params[name] : undefined
}

function written(value: Sent): string | undefined {
  if (value === undefined) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}
