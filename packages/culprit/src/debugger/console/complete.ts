import { types } from 'node:util'
import type { CapturedFrame } from '../capture/captured-frame.ts'
import type { Completions } from '../console-protocol.ts'
import { kindOf, plainProperty, prototypesOf } from '../values/value-kind.ts'
import type { ConsoleScope } from './console-scope.ts'
import { importName } from './rewrite-input.ts'

type Completion = Completions['items'][number]

const maxItems = 100
const nameAtEnd = /[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
/** `a.b?.c[0].` before the word: what is completed is a property of that. */
const chainAtEnd =
  /(?<![\p{ID_Continue}$.\])])((?:this|[\p{ID_Start}$_][\p{ID_Continue}$]*)(?:\??\.#?[\p{ID_Start}$_][\p{ID_Continue}$]*|\[\d+\]|\['[^'\\]*'\])*)\??\.$/u

/**
 * Returns what the word before the cursor can be: names of the frame and the console, or properties of the value before
 * the dot. The value is reached through data properties only, so completing runs nothing.
 */
export function complete(
  code: string,
  cursor: number,
  scope: ConsoleScope,
  frame: CapturedFrame,
): Completions {
  const before = code.slice(0, cursor)
  const word = nameAtEnd.exec(before)?.[0] ?? ''
  const from = before.length - word.length
  const head = before.slice(0, from)
  const chain = chainAtEnd.exec(head)?.[1]
  if (chain === undefined && /\.\s*$/.test(head)) return { from, items: [] }
  const items = chain === undefined ? namesIn(scope) : propertiesOf(valueAt(chain, scope, frame))
  return {
    from,
    items: [...items].filter(({ label }) => label.startsWith(word) && label !== word).slice(0, maxItems),
  }
}

function* namesIn(scope: ConsoleScope): Generator<Completion> {
  const seen = new Set<string>([importName])
  const groups = [
    [scope.frameNames, 'variable'],
    [Object.keys(scope.own), 'console'],
    [Object.getOwnPropertyNames(globalThis), 'global'],
    [keywords, 'keyword'],
  ] as const
  for (const [names, kind] of groups) {
    for (const label of names) {
      if (!seen.has(label) && !label.startsWith('culprit ')) yield { label, kind }
      seen.add(label)
    }
  }
}

const keywords: readonly string[] =
  'async await break case catch class const continue delete else false finally for function if import in instanceof let new null of return static switch this throw true try typeof undefined var void while yield'.split(
    ' ',
  )

function valueAt(chain: string, scope: ConsoleScope, frame: CapturedFrame): unknown {
  const [first = '', ...rest] = chain.split(/\??\.|\[|\]/).filter((part) => part !== '')
  let value: unknown
  try {
    value = first in scope.own ? scope.own[first] : frame.evaluate(first)
  } catch {
    return undefined
  }
  for (const part of rest) {
    const key = part.replace(/^'|'$/g, '')
    if (value === undefined || value === null) return undefined
    value = plainProperty(Object(value), key)
  }
  return value
}

function* propertiesOf(value: unknown): Generator<Completion> {
  if (value === undefined || value === null) return
  const target = Object(value) as object
  const seen = new Set<string>()
  if (types.isProxy(target)) return
  for (const at of [target, ...prototypesOf(target)]) {
    if (types.isProxy(at)) return
    if (Array.isArray(at) && at.length > 10_000) continue
    for (const label of Object.getOwnPropertyNames(at)) {
      if (seen.has(label) || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(label)) continue
      seen.add(label)
      const property = Object.getOwnPropertyDescriptor(at, label)
      yield { label, kind: property?.get === undefined ? kindOf(property?.value) : 'getter' }
    }
  }
}
