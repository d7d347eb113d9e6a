import { readdirSync } from 'node:fs'
import { types } from 'node:util'
import type { DebuggedFrame } from '../../debugged-error.ts'
import type { Hint, HintFacts } from './hint.ts'
import { moduleNotFound, notJson } from './module-hints.ts'
import {
  addressInUse,
  answeredTwice,
  connectionRefused,
  hostNotFound,
  noSuchFile,
  notPermitted,
} from './system-hints.ts'
import {
  beforeInitialization,
  endlessRecursion,
  missingAwait,
  notDefined,
  notFunction,
  notIterable,
  undefinedProperty,
} from './value-hints.ts'

/** The registry, the surest first. */
const registry: readonly Hint[] = [
  missingAwait,
  undefinedProperty,
  notIterable,
  notFunction,
  notDefined,
  beforeInitialization,
  endlessRecursion,
  moduleNotFound,
  notJson,
  connectionRefused,
  addressInUse,
  hostNotFound,
  noSuchFile,
  notPermitted,
  answeredTwice,
]

const limits = { hints: 3, message: 2000, length: 1000 } as const

/**
 * Returns what probably is wrong, at most three sentences of plain text: what the error says of itself (`error.hint`, a
 * text), then what the registry knows. Looks at own data properties only, so no getter and no trap runs; never throws.
 */
export function hintsFor(
  error: unknown,
  frames: readonly DebuggedFrame[],
  namesIn: HintFacts['namesIn'] = namesInDirectory,
): readonly string[] {
  const facts = factsOf(error, frames, namesIn)
  const own = facts.property('hint')
  const known = registry.map((hint) => attempt(hint, facts))
  return [own, ...known]
    .flatMap((hint) => (hint === undefined || hint === '' ? [] : [hint]))
    .slice(0, limits.hints)
    .map((hint) => hint.slice(0, limits.length))
}

function attempt(hint: Hint, facts: HintFacts): string | undefined {
  try {
    return hint(facts)
  } catch {
    // A hint is a help; its own mistake must not hide the error that it is about.
    return undefined
  }
}

function factsOf(error: unknown, frames: readonly DebuggedFrame[], namesIn: HintFacts['namesIn']): HintFacts {
  const property = (name: string): string | undefined => ownText(error, name)
  return {
    type: typeOf(error),
    message: (property('message') ?? '').slice(0, limits.message),
    code: property('code') ?? '',
    property,
    frame: frames.find(({ kind }) => kind === 'app') ?? frames[0],
    frames,
    namesIn,
  }
}

function typeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || types.isProxy(error)) return typeof error
  let target: object | null = error
  // A class of the application has its own name at most a few prototypes up.
  for (let depth = 0; depth < 8 && target !== null && !types.isProxy(target); depth += 1) {
    const name = ownText(target, 'name')
    if (name !== undefined) return name
    target = Object.getPrototypeOf(target) as object | null
  }
  return 'Error'
}

function ownText(target: unknown, name: string): string | undefined {
  if (typeof target !== 'object' || target === null || types.isProxy(target)) return undefined
  const value: unknown = Object.getOwnPropertyDescriptor(target, name)?.value
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function namesInDirectory(directory: string): readonly string[] {
  try {
    return readdirSync(directory).slice(0, 2000)
  } catch {
    return []
  }
}
