/**
 * Returns what is wrong with an event by the rules of the protocol as a receiving server applies them: types, lengths
 * and the order of exceptions; empty for an event that every server takes as it is.
 * https://develop.sentry.dev/sdk/data-model/event-payloads/
 */
export function eventFaults(event: unknown): readonly string[] {
  if (!isObject(event)) return ['the event is no object']
  const faults: string[] = []
  const expect = (isRight: boolean, fault: string): void => void (isRight || faults.push(fault))
  expect(
    /^[0-9a-f]{32}$/.test(textOf(event['event_id'])) && !/^0+$/.test(textOf(event['event_id'])),
    'event_id',
  )
  expect(isNumber(event['timestamp'], 0, 1e11), 'timestamp')
  expect(event['platform'] === 'node', 'platform')
  expect(['fatal', 'error', 'warning', 'info', 'debug'].includes(textOf(event['level'])), 'level')
  expect(isShort(event['release'], 200) && !/[\n\t/\\]/.test(textOf(event['release'])), 'release')
  expect(isShort(event['environment'], 64) && !/[\n/]/.test(textOf(event['environment'])), 'environment')
  expect(isShort(event['server_name'], 256), 'server_name')
  expect(isShort(event['transaction'], 200), 'transaction')
  expect(isShort(event['logger'], 64), 'logger')
  for (const [key, value] of Object.entries(objectOf(event['tags']))) {
    expect(
      /^[\w.:-]{1,200}$/.test(key) &&
        typeof value === 'string' &&
        value.length <= 200 &&
        !value.includes('\n'),
      `tags.${key}`,
    )
  }
  for (const [name, context] of Object.entries(objectOf(event['contexts'])))
    expect(isObject(context), `contexts.${name}`)
  checkRequest(event['request'], expect)
  checkExceptions(event['exception'], expect)
  expect(JSON.stringify(event).length <= 1024 * 1024, 'larger than 1 MiB')
  return faults
}

type Expect = (isRight: boolean, fault: string) => void

function checkRequest(request: unknown, expect: Expect): void {
  if (request === undefined) return
  if (!isObject(request)) return expect(false, 'request')
  expect(/^[A-Z_-]{3,32}$/.test(textOf(request['method'])), 'request.method')
  expect(!/[?#]/.test(textOf(request['url'])), 'request.url has a query')
  for (const [name, value] of Object.entries(objectOf(request['headers']))) {
    expect(typeof value === 'string', `request.headers.${name}`)
  }
}

function checkExceptions(exception: unknown, expect: Expect): void {
  if (exception === undefined) return
  const values: unknown = isObject(exception) ? exception['values'] : undefined
  if (!Array.isArray(values) || values.length === 0) return expect(false, 'exception.values')
  values.forEach((value: unknown, at) => {
    const path = `exception.values.${at}`
    if (!isObject(value)) return expect(false, path)
    expect(textOf(value['type']) !== '' || textOf(value['value']) !== '', `${path}: type or value`)
    expect(isShort(value['type'], 256) && isShort(value['value'], 8192 + 200), `${path}: too long`)
    checkMechanism(value['mechanism'], `${path}.mechanism`, { expect, ids: values.length, at })
    checkFrames(value['stacktrace'], path, expect)
  })
}

interface MechanismPlace {
  readonly expect: Expect
  readonly ids: number
  readonly at: number
}

function checkMechanism(mechanism: unknown, path: string, { expect, ids, at }: MechanismPlace): void {
  if (mechanism === undefined) return
  if (!isObject(mechanism)) return expect(false, path)
  expect(textOf(mechanism['type']) !== '', `${path}.type`)
  if (ids < 2) return
  // The last is what was raised: 0; a parent is nearer to it.
  expect(mechanism['exception_id'] === ids - 1 - at, `${path}.exception_id`)
  const parent = mechanism['parent_id']
  expect(at === ids - 1 ? parent === undefined : isNumber(parent, 0, ids - 2 - at), `${path}.parent_id`)
}

function checkFrames(stacktrace: unknown, path: string, expect: Expect): void {
  if (stacktrace === undefined) return
  const frames: unknown = isObject(stacktrace) ? stacktrace['frames'] : undefined
  if (!Array.isArray(frames) || frames.length === 0 || frames.length > 250)
    return expect(false, `${path}: frames`)
  for (const frame of frames as readonly unknown[]) {
    if (!isObject(frame)) return expect(false, `${path}: a frame`)
    for (const key of ['lineno', 'colno']) {
      expect(
        frame[key] === undefined || (Number.isInteger(frame[key]) && isNumber(frame[key], 1, 2 ** 32)),
        `${path}: ${key}`,
      )
    }
    expect(typeof frame['in_app'] === 'boolean', `${path}: in_app`)
    expect(
      textOf(frame['function']) !== '' || textOf(frame['filename']) !== '',
      `${path}: function or filename`,
    )
    for (const key of ['pre_context', 'post_context']) {
      const lines: unknown = frame[key]
      expect(lines === undefined || (Array.isArray(lines) && lines.length <= 5), `${path}: ${key}`)
    }
  }
}

function isShort(value: unknown, max: number): boolean {
  return value === undefined || (typeof value === 'string' && value.length <= max)
}

function isNumber(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && value >= min && value <= max
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
