import { crashFrame, raisedException } from './crash-frame.ts'
import type { GroupingInput } from './grouping-input.ts'

const MAX_PARTS = 32
const MAX_PART = 1024
const DEFAULT = /^\s*\{\{\s*default\s*\}\}\s*$/i
const VARIABLE = /\{\{\s{0,8}([\w.-]{1,200})\s{0,8}\}\}/g

/** One part of a client's fingerprint: a text, or the place where the default grouping goes. */
export type FingerprintPart = string | { readonly default: true }

/**
 * Returns the parts of the fingerprint an SDK sent, variables filled in, or undefined when it says nothing but
 * `{{ default }}`. A variable without a value becomes `<no-NAME>`; an unknown one stays as it is. At most 32
 * parts of 1,024 characters.
 */
export function clientFingerprint(input: GroupingInput): readonly FingerprintPart[] | undefined {
  const parts = (input.fingerprint ?? []).slice(0, MAX_PARTS)
  if (parts.every((part) => DEFAULT.test(part))) return undefined
  return parts.map((part) => (DEFAULT.test(part) ? { default: true } : fill(part.slice(0, MAX_PART), input)))
}

function fill(part: string, input: GroupingInput): string {
  return part.replace(VARIABLE, (match: string, name: string) => {
    const value = variable(name, input)
    if (value === undefined) return match
    return (value === '' ? `<no-${name}>` : value).slice(0, MAX_PART)
  })
}

/** Returns the value of a variable, empty when the event has none, or undefined for a name that means nothing. */
function variable(name: string, input: GroupingInput): string | undefined {
  if (name.startsWith('tag.') || name.startsWith('tags.'))
    return input.tag?.(name.slice(name.indexOf('.') + 1)) ?? ''
  const raised = raisedException(input)
  switch (name) {
    case 'type':
    case 'error.type':
      return raised?.type ?? ''
    case 'value':
    case 'error.value':
      return raised?.value ?? ''
    case 'message':
      return input.message ?? raised?.value ?? ''
    case 'transaction':
      return input.transaction ?? ''
    case 'level':
      return input.level ?? ''
    default:
      return frameVariable(name.replace(/^stack\./, ''), input)
  }
}

function frameVariable(name: string, input: GroupingInput): string | undefined {
  const frame = crashFrame(input)
  switch (name) {
    case 'function':
      return frame?.function ?? ''
    case 'module':
      return frame?.module ?? ''
    case 'package':
      return packageOf(frame?.module ?? '')
    case 'abs_path':
    case 'path':
      return frame?.absPath ?? frame?.filename ?? ''
    case 'filename':
      return frame?.filename ?? ''
    default:
      return undefined
  }
}

/** `app.orders.service` and `app.orders:service` lie in the package `app.orders`. */
function packageOf(name: string): string {
  return name.slice(0, Math.max(name.lastIndexOf('.'), name.lastIndexOf(':'), 0))
}
