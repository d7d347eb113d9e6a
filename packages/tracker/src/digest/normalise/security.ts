import type { EventMessage, SecurityReport } from '../../domain/event.ts'
import type { JsonObject } from '../../domain/json.ts'
import { limits } from '../limits.ts'
import type { NoteTaker } from './note-taker.ts'
import { isObject, textOf } from './sent.ts'
import { trimObject } from './trim.ts'

const kinds = ['csp', 'expectct', 'expectstaple', 'hpkp'] as const

/** Returns the policy report that an event carries, or undefined. Values that the kinds name alike are drawn out. */
export function normaliseSecurity(sent: JsonObject, notes: NoteTaker): SecurityReport | undefined {
  const kind = kinds.find((name) => isObject(sent[name]))
  if (kind === undefined) return undefined
  const report = trimObject(sent[kind], { limits: limits.report, path: kind, notes })
  if (!report) return undefined
  const place = { max: limits.url, path: kind, notes }
  const text = (...names: readonly string[]): string | undefined => {
    for (const name of names) {
      const value = textOf(report[name] ?? report[name.replaceAll('-', '_')], place)
      if (value !== undefined) return value
    }
    return undefined
  }
  return {
    kind,
    directive: text('effective-directive', 'effectiveDirective', 'violated-directive')?.split(' ', 1)[0],
    blocked: text('blocked-uri', 'blockedURL', 'hostname'),
    document: text('document-uri', 'documentURL'),
    report,
  }
}

const namesOfKind = {
  csp: 'Content-Security-Policy',
  expectct: 'Expect-CT',
  expectstaple: 'Expect-Staple',
  hpkp: 'Public key pinning',
}

/** Returns what a policy report says, as the message of its event. */
export function securityMessage({ kind, directive, blocked }: SecurityReport): EventMessage {
  if (kind === 'csp') return { formatted: `Blocked '${directive ?? 'unknown'}' from '${originOf(blocked)}'` }
  return { formatted: `${namesOfKind[kind]} failed for '${originOf(blocked)}'` }
}

/** Returns the host of a blocked URL, or its keyword (`inline`, `eval`, `data`); paths would split what belongs together. */
export function originOf(blocked: string | undefined): string {
  if (blocked === undefined) return 'unknown'
  const match = /^([a-z][a-z0-9+.-]{0,31}):(?:\/\/([^/?#]{1,255}))?/i.exec(blocked)
  return match?.[2] ?? match?.[1] ?? blocked.slice(0, 100)
}
