/** Texts longer than this are cut. */
const limitChars = 64_000
/** How many causes, and members of aggregate errors, are shown; deeper ones are left out, which the text says. */
const limitErrors = 20

/**
 * Returns an error as text: its stack, then its causes and the members of an `AggregateError`, indented. Control
 * characters other than line feeds and tabs are escaped, so that no text can steer a terminal. At most 20 errors and
 * 64 000 characters; cycles are cut. Never throws, whatever the error does when it is looked at.
 */
export function errorText(error: unknown): string {
  const lines: string[] = []
  addError(lines, { error, label: '', indent: '' }, new Set())
  const text = lines.join('\n').replace(controls, escapeControl)
  return text.length > limitChars ? `${text.slice(0, limitChars)}… (cut)` : text
}

/** Returns text on one line: control characters, line feeds too, are escaped. */
export function oneLine(text: string): string {
  return text.replace(allControls, escapeControl)
}

const controls = /[\0-\u0008\u000b-\u001f\u007f-\u009f]/g
const allControls = /[\0-\u001f\u007f-\u009f\u2028\u2029]/g

function escapeControl(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

interface Entry {
  readonly error: unknown
  readonly label: string
  readonly indent: string
}

function addError(lines: string[], { error, label, indent }: Entry, seen: Set<unknown>): void {
  if (seen.has(error)) return void lines.push(`${indent}${label}(shown above)`)
  if (seen.size >= limitErrors) return void lines.push(`${indent}${label}(more errors are not shown)`)
  if (isObject(error)) seen.add(error)
  lines.push(`${indent}${label}${stackOf(error)}`.replaceAll('\n', `\n${indent}`))
  if (!isObject(error)) return
  const cause = read(error, 'cause')
  if (cause !== undefined) addError(lines, { error: cause, label: 'Caused by: ', indent }, seen)
  for (const [index, member] of membersOf(error).entries()) {
    addError(lines, { error: member, label: `Error ${index + 1}: `, indent: `${indent}    ` }, seen)
  }
}

function stackOf(error: unknown): string {
  if (!isObject(error)) return printable(error)
  const stack = read(error, 'stack')
  if (typeof stack === 'string' && stack !== '') return stack
  const name = read(error, 'name')
  return `${typeof name === 'string' ? name : 'Error'}: ${printable(read(error, 'message'))}`
}

function membersOf(error: object): readonly unknown[] {
  try {
    const members = read(error, 'errors')
    return Array.isArray(members) && error instanceof AggregateError ? members.slice(0, limitErrors) : []
  } catch {
    return []
  }
}

function read(object: object, key: string): unknown {
  try {
    return Reflect.get(object, key)
  } catch {
    return undefined
  }
}

function printable(value: unknown): string {
  try {
    return String(value)
  } catch {
    return '(cannot be shown)'
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
