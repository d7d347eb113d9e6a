import { types } from 'node:util'
import type { CapturedFrame, CapturedScope } from '../capture/captured-frame.ts'
import type { Variable } from '../debugged-error.ts'
import type { ValueHandles } from '../values/value-handles.ts'

const maxVariables = 80
const maxModuleVariables = 30
const unavailable = { kind: 'unavailable', preview: 'not initialised' } as const

/** Returns the variables of a frame as they were when the error was thrown, the innermost scope first; a name hides the same name further out. */
export function variablesOf(frame: CapturedFrame, handles: ValueHandles): readonly Variable[] {
  const variables: Variable[] = []
  const seen = new Set<string>()
  const receiver = receiverOf(frame)
  if (receiver !== undefined)
    variables.push({ name: 'this', scope: 'this', value: handles.named('this', receiver) })
  for (const scope of frame.scopes) {
    const max = scope.scope === 'module' ? maxModuleVariables : maxVariables
    let taken = 0
    for (const name of Object.keys(scope.variables)) {
      if (variables.length >= maxVariables || taken >= max) break
      if (seen.has(name) || name === hideName || name === infoName) continue
      const property = readVariable(scope.variables, name)
      if (isNoise(scope, property)) continue
      seen.add(name)
      taken++
      const value = 'value' in property ? handles.named(name, property.value) : unavailable
      variables.push({ name, scope: scope.scope, value })
    }
  }
  return variables
}

/** Locals by which a frame says that it is hidden, and what it is about (HID-1, HID-4). */
const hideName = '__traceback_hide__'
const infoName = '__traceback_info__'

/** What a frame says of itself by its variables. */
export interface FrameRemarks {
  readonly hide: unknown
  readonly info: unknown
}

/** Returns what a frame says of itself. */
export function remarksOf({ scopes }: CapturedFrame): FrameRemarks {
  const own = scopes.filter(({ scope }) => scope === 'local' || scope === 'block' || scope === 'catch')
  const valueOf = (name: string): unknown => {
    const found = own.find(({ variables }) => Object.hasOwn(variables, name))
    return found === undefined ? undefined : readVariable(found.variables, name).value
  }
  return { hide: valueOf(hideName), info: valueOf(infoName) }
}

/** `this` of a module and of a plain function says nothing. */
function receiverOf(frame: CapturedFrame): unknown {
  try {
    const receiver = frame.evaluate('this')
    return receiver === globalThis ? undefined : receiver
  } catch {
    return undefined
  }
}

/** The debugger throws at a `let` or `const` whose line was not reached. */
function readVariable(scope: object, name: string): PropertyDescriptor {
  try {
    return Object.getOwnPropertyDescriptor(scope, name) ?? {}
  } catch {
    return {}
  }
}

/** `arguments` repeats the parameters; functions and imports around a frame are in its source. */
function isNoise({ scope }: CapturedScope, property: PropertyDescriptor): boolean {
  if (types.isArgumentsObject(property.value)) return true
  const isAround = scope === 'closure' || scope === 'module'
  return isAround && (typeof property.value === 'function' || types.isModuleNamespaceObject(property.value))
}
