import type { AlertAttribute } from '../../domain/alert-filter.ts'
import type { FingerprintedEvent } from '../../domain/digest-plan.ts'
import type { StackFrame, StoredEvent } from '../../domain/event.ts'
import type { Json } from '../../domain/json.ts'

/** Attributes that an event's row holds itself. */
const ofRow: ReadonlySet<AlertAttribute> = new Set([
  'message',
  'platform',
  'environment',
  'type',
  'error.handled',
  'error.unhandled',
])

const maxValues = 50
const maxChars = 256

/** Returns those attributes that a decoder has to take along, since the row does not hold them. */
export function attributesToTake(attributes: Iterable<AlertAttribute>): readonly AlertAttribute[] {
  return [...new Set(attributes)].filter((attribute) => !ofRow.has(attribute))
}

/** Returns an event's values of some attributes, at most 50 of each, cut at 256 characters; absent ones are left out. */
export function eventAttributes(
  event: StoredEvent,
  wanted: readonly AlertAttribute[],
): FingerprintedEvent['attributes'] {
  const found: Partial<Record<AlertAttribute, readonly string[]>> = {}
  for (const attribute of wanted) {
    const values = valuesOf(event, attribute).flatMap((value) =>
      value === undefined || value === '' ? [] : [value.slice(0, maxChars).toWellFormed()],
    )
    if (values.length > 0) found[attribute] = values.slice(0, maxValues)
  }
  return found
}

type Values = readonly (string | undefined)[]

function valuesOf(event: StoredEvent, attribute: AlertAttribute): Values {
  switch (attribute) {
    case 'exception.type':
      return event.exceptions.map(({ type }) => type)
    case 'exception.value':
      return event.exceptions.map(({ value }) => value)
    case 'user.id':
      return [event.user?.id]
    case 'user.email':
      return [event.user?.email]
    case 'user.username':
      return [event.user?.username]
    case 'user.ip_address':
      return [event.user?.ip]
    case 'http.method':
      return [event.request?.method]
    case 'http.url':
      return [event.request?.url]
    case 'http.status_code':
      return [ofContext(event, 'response', 'status_code')]
    case 'sdk.name':
      return [event.sdk?.name]
    case 'app.in_foreground':
      return [ofContext(event, 'app', 'in_foreground')]
    case 'os.distribution_name':
    case 'os.distribution_version':
      return [ofContext(event, 'os', attribute.slice(3))]
    case 'device.name':
    case 'device.model':
    case 'device.family':
      return [ofContext(event, 'device', attribute.slice(7))]
    default:
      return framesOf(event).map((frame) => ofFrame(frame, attribute))
  }
}

function framesOf(event: StoredEvent): readonly StackFrame[] {
  const stacks = [...event.exceptions.map(({ stack }) => stack), event.stack]
  return stacks.flatMap((stack) => stack?.frames ?? []).slice(-maxValues)
}

function ofFrame(frame: StackFrame, attribute: AlertAttribute): string | undefined {
  switch (attribute) {
    case 'stacktrace.code':
      return frame.text
    case 'stacktrace.module':
      return frame.module
    case 'stacktrace.filename':
      return frame.filename
    case 'stacktrace.abs_path':
      return frame.absPath
    case 'stacktrace.package':
      return frame.package
    default:
      return undefined
  }
}

function ofContext(event: StoredEvent, context: string, key: string): string | undefined {
  const value: Json | undefined = event.contexts[context]?.[key]
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}
