import type { DebuggerRequest } from '../../handlers/error-debugger.ts'
import { RefusedCommand } from './json-reply.ts'

/** Bytes of a command; console input is what is longest. */
const maxBytes = 200_000

/** A command's fields, of which nothing is known yet. */
export type CommandFields = Readonly<Record<string, unknown>>

/**
 * Returns the fields of a command. Only own fields are read one by one, and none is ever copied into another object, so
 * that `__proto__` and the like are fields nobody asks for.
 *
 * @throws {RefusedCommand} when the body is no JSON object, too long, or not declared as JSON: a form of a foreign page
 *   can send text, but no JSON without asking first.
 */
export async function readCommand(request: DebuggerRequest): Promise<CommandFields> {
  const type = request.header('content-type') ?? ''
  if (!/^application\/json\s*(?:;|$)/i.test(type))
    throw new RefusedCommand(400, { error: 'The body must be JSON, with Content-Type application/json.' })
  const bytes = await request.body(maxBytes)
  if (bytes === undefined)
    throw new RefusedCommand(413, { error: `The body is longer than ${maxBytes} bytes.` })
  const value = parse(bytes)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RefusedCommand(400, { error: 'The body must be a JSON object.' })
  return value as CommandFields
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/**
 * Returns a text field.
 *
 * @throws {RefusedCommand} when it is missing, no text or too long.
 */
export function textField(fields: CommandFields, name: string, maxLength: number): string {
  const value = own(fields, name)
  if (typeof value !== 'string')
    throw new RefusedCommand(400, { error: `The field '${name}' must be a text.` })
  if (value.length > maxLength) throw new RefusedCommand(400, { error: `The field '${name}' is too long.` })
  return value
}

/** The same for one that may be missing. */
export function optionalText(fields: CommandFields, name: string, maxLength: number): string | undefined {
  return own(fields, name) === undefined ? undefined : textField(fields, name, maxLength)
}

/**
 * Returns a field that is a whole number from 0 on.
 *
 * @throws {RefusedCommand} when it is anything else.
 */
export function countField(fields: CommandFields, name: string, fallback?: number): number {
  const value = own(fields, name) ?? fallback
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new RefusedCommand(400, { error: `The field '${name}' must be a whole number from 0 on.` })
  return value
}

function own(fields: CommandFields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}
