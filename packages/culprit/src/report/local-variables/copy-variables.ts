import { types } from 'node:util'
import { type Copying, copyValue } from './copy-value.ts'

/** The scopes of one frame, innermost first, each an object that has the variables as properties. */
export interface FrameScopes {
  readonly scopes: readonly object[]
  /** How many of them, from the first, are the function's own. Of those around it, functions are left out. */
  readonly ownScopes: number
  /** The frame's `this`, where it is an object of the application's. */
  readonly receiver?: object | undefined
}

/** How variables are copied: within which bounds, and which objects are known to be too large to list. */
export type CopyOptions = Pick<Copying, 'bounds' | 'vast'>

/**
 * Returns the variables of each frame by name, as plain data. A name hides the same name further out. Every frame,
 * and in it every variable, has an equal part of what is left of `maxBytes`, so that one large value does not take
 * the place of all others. `arguments` is left out; `[unavailable]` is a variable that has no value yet.
 */
export function copyVariables(
  frames: readonly FrameScopes[],
  options: CopyOptions,
): readonly Readonly<Record<string, unknown>>[] {
  let left = options.bounds.maxBytes
  return frames.map((frame, index) => {
    const share = Math.floor(left / (frames.length - index))
    const copied = copyFrame(frame, options, share)
    left -= share - Math.max(0, copied.left)
    return copied.vars
  })
}

interface CopiedFrame {
  readonly vars: Readonly<Record<string, unknown>>
  readonly left: number
}

function copyFrame(frame: FrameScopes, options: CopyOptions, share: number): CopiedFrame {
  const variables = listVariables(frame, options.bounds.maxWidth)
  const vars = {}
  let left = share
  let remaining = variables.size
  for (const [name, property] of variables) {
    const copying: Copying = { ...options, left: Math.floor(left / remaining) - name.length, open: new Set() }
    const granted = copying.left
    const value = 'value' in property ? copyValue(property.value, copying) : '[unavailable]'
    Object.defineProperty(vars, name, { value, enumerable: true, writable: true, configurable: true })
    left -= name.length + granted - copying.left
    remaining--
  }
  return { vars, left }
}

function listVariables(
  { scopes, ownScopes, receiver }: FrameScopes,
  maxWidth: number,
): Map<string, PropertyDescriptor> {
  const found = new Map<string, PropertyDescriptor>()
  if (receiver !== undefined) found.set('this', { value: receiver })
  for (const [index, scope] of scopes.entries()) {
    for (const name of Object.keys(scope)) {
      if (found.size >= maxWidth) return found
      if (found.has(name)) continue
      const property = readVariable(scope, name)
      const isNoise =
        index < ownScopes ? types.isArgumentsObject(property.value) : typeof property.value === 'function'
      if (!isNoise) found.set(name, property)
    }
  }
  return found
}

/** The debugger throws at a `let` or `const` whose line was not reached. */
function readVariable(scope: object, name: string): PropertyDescriptor {
  try {
    return Object.getOwnPropertyDescriptor(scope, name) ?? {}
  } catch {
    return {}
  }
}
