import { type Component, canonicalText, component, without } from './component.ts'
import { clientFingerprint } from './fingerprint.ts'
import type { GroupingException, GroupingInput } from './grouping-input.ts'
import { hash128 } from './hash.ts'
import { parameteriseMessage } from './parameterise.ts'
import { type StackReading, stackComponent } from './v1-stack.ts'

const MAX_EXCEPTIONS = 32
const MAX_TYPE = 256

/** The hash of an event, and the tree it was made from on demand. */
export interface V1Result {
  readonly hash: string
  readonly explain: () => Component
}

/**
 * Groups an event the first way: by the client's fingerprint; else by the exceptions, each by type and frames
 * (by type and message where the frames say too little); else by a stack without an exception; else by a
 * browser's policy report; else by the message. Frozen: stored hashes depend on every rule in it.
 */
export function groupV1(input: GroupingInput): V1Result {
  return { hash: hash128(canonicalText(treeOf(input, false))), explain: () => treeOf(input, true) }
}

/** Builds the tree, with or without the frames that do not count: both have the same contributing leaves. */
function treeOf(input: GroupingInput, all: boolean): Component {
  const custom = clientFingerprint(input)
  if (custom === undefined) return defaultTree(input, all)
  const parts = custom.map((part) =>
    typeof part === 'string' ? component('value', [part]) : component('default', [defaultTree(input, all)]),
  )
  return component('fingerprint', parts, 'sent by the client')
}

function defaultTree(input: GroupingInput, all: boolean): Component {
  const reading = { javascript: input.platform === 'javascript' || input.platform === 'node', all }
  if (input.exceptions.length > 0) {
    const tree = chainTree(input.exceptions.slice(-MAX_EXCEPTIONS), reading)
    if (tree.contributes) return tree
  }
  if (input.frames !== undefined && input.frames.length > 0) {
    const stack = stackComponent(input.frames, reading)
    if (stack.component.contributes && stack.strong) return stack.component
  }
  return messageTree(input)
}

function messageTree(input: GroupingInput): Component {
  const { security, message } = input
  if (security !== undefined) {
    return component('security', [
      component('directive', [security.directive]),
      component('blocked', [security.blocked]),
    ])
  }
  const text = parameteriseMessage(firstLines(message ?? ''))
  if (text !== '')
    return component('message', [text], text === message ? undefined : 'variable parts replaced')
  return component('fallback', [input.platform], 'the event says nothing to group it by')
}

function chainTree(exceptions: readonly GroupingException[], reading: StackReading): Component {
  const parts: Component[] = []
  let previous = ''
  for (const exception of exceptions) {
    const part = exceptionTree(exception, reading)
    const text = canonicalText(part)
    // An AggregateError's errors are often alike, and how many there are says nothing.
    parts.push(text !== '' && text === previous ? without(part, 'same as the one before') : part)
    previous = text
  }
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : component('chain', parts)
}

function exceptionTree(exception: GroupingException, reading: StackReading): Component {
  const { component: stack, strong } = stackComponent(exception.frames, reading)
  const parts: Component[] = []
  if (exception.type !== undefined && exception.type !== '') {
    const type = component('type', [exception.type.slice(0, MAX_TYPE)])
    parts.push(exception.synthetic === true ? without(type, 'made up by the SDK') : type)
  }
  parts.push(stack)
  if (exception.value !== undefined && exception.value !== '' && !strong) {
    const text = parameteriseMessage(firstLines(exception.value))
    parts.push(component('value', [text], 'counts because the frames say too little'))
  }
  return component('exception', parts)
}

/** Later lines hold dumps, and those vary. */
function firstLines(text: string): string {
  const lines = text
    .slice(0, 8192)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .filter((line) => line.trim() !== '')
  return lines.length > 2 ? `${lines.slice(0, 2).join('\n')}...` : lines.join('\n')
}
