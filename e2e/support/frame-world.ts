import { createContext, runInContext, Script, type Context } from 'node:vm'
import { inspect } from 'node:util'
import type {
  Completions,
  ConsoleLine,
  EvalResult,
  Expansion,
} from '../../packages/culprit/src/debugger/console-protocol.ts'
import type { ValueEntry, ValueView } from '../../packages/culprit/src/debugger/debugged-error.ts'

type Body = Readonly<Record<string, unknown>>

/** Commands over frames that are contexts of node:vm, honest but small. */
export interface FrameWorld {
  readonly commands: Readonly<Record<string, ((body: Body) => Promise<unknown>) | undefined>>
}

const shopCode = `
  class Product { constructor(id, name, price) { this.id = id; this.name = name; this.price = price } get label() { return this.name + ' #' + this.id } }
  class Cart { constructor() { this.id = 'c-1042'; this.items = [{ quantity: 0, product: new Product(7, 'Desk lamp', 39.9) }, { quantity: 0, product: new Product(9, 'Chair', 129) }]; this.currency = 'EUR' } }
  var cart = new Cart()
  var items = cart.items.filter((item) => item.quantity > 0)
  var dearest = items
  var discount = 0.1
  var coupon = { code: 'WINTER', percent: 10, expires: new Date(Date.UTC(2026, 11, 31)) }
  var $err = new TypeError("Cannot read properties of undefined (reading 'product')")
`

interface Frame {
  readonly context: Context
  lines: ConsoleLine[]
  stop: (() => void) | undefined
}

/** Creates the world: each frame gets its own cart, so that what is done in one is not seen in another. */
export function createFrameWorld(): FrameWorld {
  const frames = new Map<string, Frame>()
  const refs = new Map<string, unknown>()
  const frameOf = ({ error, frame }: Body): Frame => {
    const key = `${String(error)}/${String(frame)}`
    const found = frames.get(key) ?? createFrame()
    frames.set(key, found)
    return found
  }
  const viewer = createViewer(refs)
  return {
    commands: {
      eval: (body) => evaluate(frameOf(body), String(body['code']), viewer),
      complete: (body) => Promise.resolve(complete(frameOf(body), body)),
      expand: ({ ref, from }) =>
        Promise.resolve(
          expand(
            refs.get(String(ref)) ?? sampleOf(String(ref), frameOf({ error: 'x', frame: 0 })),
            Number(from ?? 0),
            viewer,
          ),
        ),
      cancel: (body) => {
        for (const frame of frames.values()) frame.stop?.()
        return Promise.resolve(body && {})
      },
      open: () => Promise.resolve({}),
    },
  }
}

/** Handles of the page's snapshot name variables of the sample. */
function sampleOf(ref: string, { context }: Frame): unknown {
  return /^\w+$/.test(ref) ? runInContext(`typeof ${ref} === 'undefined' ? {} : ${ref}`, context) : {}
}

function createFrame(): Frame {
  const frame: Frame = { context: createContext({}), lines: [], stop: undefined }
  const log =
    (level: ConsoleLine['level']) =>
    (...parts: unknown[]): void => {
      frame.lines.push({
        level,
        text: parts.map((part) => (typeof part === 'string' ? part : inspect(part))).join(' '),
      })
    }
  const globals = {
    console: {
      log: log('log'),
      warn: log('warn'),
      error: log('error'),
      info: log('info'),
      debug: log('debug'),
    },
    setTimeout,
    dump: (value: unknown) => ({ dumped: value }),
  }
  Object.assign(frame.context, globals)
  runInContext(shopCode, frame.context)
  return frame
}

async function evaluate(frame: Frame, code: string, view: Viewer): Promise<EvalResult> {
  frame.lines = []
  const logs = (): readonly ConsoleLine[] => frame.lines
  try {
    new Script(/\bawait\b/.test(code) ? `(async () => { ${code}\n})` : code)
  } catch (error) {
    const incomplete = /Unexpected end of input|Unterminated template|missing \)/.test(String(error))
    const failure = { ok: false as const, error: errorOf(error), logs: logs() }
    return incomplete ? { ...failure, incomplete: true } : failure
  }
  try {
    const stopped = new Promise((_resolve, reject) => {
      frame.stop = () => reject(new Error('Stopped.'))
    })
    const value: unknown = /\bawait\b/.test(code)
      ? await Promise.race([
          runInContext(`(async () => (${code}))()`, frame.context) as Promise<unknown>,
          stopped,
        ])
      : runInContext(code, frame.context)
    if (typeof value === 'object' && value !== null && 'dumped' in value)
      return {
        ok: true,
        text: 'Details',
        dump: { title: 'Details', entries: entriesOf(value.dumped, 0, view).entries },
        logs: logs(),
      }
    frame.context['_'] = value
    return { ok: true, text: inspect(value), value: view(value), logs: logs() }
  } catch (error) {
    return { ok: false, error: errorOf(error), logs: logs() }
  } finally {
    frame.stop = undefined
  }
}

function errorOf(error: unknown): { name: string; message: string; frames: readonly string[] } {
  const { name = 'Error', message = String(error), stack = '' } = error as Partial<Error>
  const frames = stack.split('\n').filter((line) => line.includes('at ') && line.includes('evalmachine'))
  return {
    name,
    message,
    frames: frames.slice(0, 3).map((line) => line.trim().replace('evalmachine.<anonymous>', 'console')),
  }
}

function complete({ context }: Frame, body: Body): Completions {
  const before = String(body['code']).slice(0, Number(body['cursor']))
  const [, owner, word = ''] = /(?:([\w$.]+)\.)?([\w$]*)$/.exec(before) ?? []
  const names = owner === undefined ? Object.keys(context) : propertiesOf(runInContext(owner, context))
  return {
    from: before.length - word.length,
    items: names
      .filter((name) => name.startsWith(word))
      .sort()
      .map((label) => ({ label, kind: 'property' })),
  }
}

function propertiesOf(value: unknown): readonly string[] {
  const names = new Set<string>()
  for (
    let each: unknown = value;
    each !== null && each !== undefined;
    each = Object.getPrototypeOf(Object(each))
  )
    for (const name of Object.getOwnPropertyNames(each)) names.add(name)
  return [...names]
}

type Viewer = (value: unknown) => ValueView

function createViewer(refs: Map<string, unknown>): Viewer {
  let count = 0
  return (value) => {
    const preview = inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 5 })
    if (typeof value === 'string' && value.length > 100)
      return { kind: 'string', preview: `'${value.slice(0, 100)}…'`, text: value }
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null)
      return { kind: value === null ? 'null' : (typeof value as ValueView['kind']), preview }
    const ref = `r${(count += 1)}`
    refs.set(ref, value)
    return {
      kind: Array.isArray(value) ? 'array' : typeof value === 'function' ? 'function' : 'object',
      preview,
      ref,
    }
  }
}

const pageSize = 50

function expand(value: unknown, from: number, view: Viewer): Expansion {
  return entriesOf(value, from, view)
}

function entriesOf(
  value: unknown,
  from: number,
  view: Viewer,
): { entries: readonly ValueEntry[]; more: number } {
  const names = Object.getOwnPropertyNames(Object(value)).filter((name) => name !== 'length')
  const entries = names.slice(from, from + pageSize).map((name) => ({
    name,
    value: view((value as Record<string, unknown>)[name]),
  }))
  return { entries, more: Math.max(0, names.length - from - pageSize) }
}
