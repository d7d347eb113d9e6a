import { type Component, without } from './component.ts'
import { fileIdentity, withoutHashes } from './file-identity.ts'
import type { GroupingFrame } from './grouping-input.ts'

const MAX_NAME = 256
const MAX_CONTEXT = 120

/** Calls the runtime makes by itself; whether they show depends on timing. */
const RUNTIME_CALLS: ReadonlySet<string> = new Set([
  'processTicksAndRejections',
  'runMicrotasks',
  'runNextTicks',
  'processImmediate',
  'listOnTimeout',
  'processTimers',
])
const RUNTIME_PATH = /^(?:node:|internal\/|\[?native|<anonymous>|eval code)/
const NAMELESS: ReadonlySet<string> = new Set([
  '',
  '?',
  '<anonymous>',
  'anonymous',
  'Anonymous function',
  '<anonymous function>',
  '(anonymous)',
  '<unknown>',
  '<redacted>',
  '<global>',
  'eval',
  '{closure}',
  '<lambda>',
])
const URL_PATH = /^(?:https?|blob|applewebdata):/

/** Where a frame stands: on a JavaScript platform or not, and whether it is the one that threw. */
export interface FramePlace {
  readonly javascript: boolean
  readonly crashing: boolean
}

/**
 * Returns the component of a frame: its module or else its file, its function, and the source line of a frame
 * without a name and of the one that threw. Lines, columns and variables never count.
 */
export function frameComponent(frame: GroupingFrame, place: FramePlace): Component {
  const path = frame.filename ?? frame.absPath ?? ''
  const values: Component[] = []
  const where = moduleOf(frame, place.javascript)
  if (where !== '') values.push(leaf('module', where))
  else if (path !== '')
    values.push(
      leaf(
        'file',
        fileIdentity(frame.absPath !== undefined && URL_PATH.test(frame.absPath) ? frame.absPath : path),
      ),
    )
  const name = functionName(frame, place.javascript)
  if (name !== '') values.push(leaf('function', name))
  const context = name === '' || place.crashing ? contextOf(frame) : ''
  if (context !== '') values.push(leaf('context', context))
  const out: Component = { id: 'frame', contributes: values.length > 0, values }
  return isRuntime(frame, path) ? without(out, 'part of the runtime') : out
}

/** A frame that names more than its file tells errors apart; one that does not is weak. */
export function isStrong(frame: Component): boolean {
  return frame.values.some(
    (value) => typeof value !== 'string' && (value.id === 'function' || value.id === 'context'),
  )
}

function leaf(id: string, text: string): Component {
  return { id, contributes: true, values: [text] }
}

function isRuntime(frame: GroupingFrame, path: string): boolean {
  return RUNTIME_CALLS.has(lastPart(frame.function ?? '')) || RUNTIME_PATH.test(path)
}

function moduleOf(frame: GroupingFrame, javascript: boolean): string {
  const name = (frame.module ?? '').slice(0, MAX_NAME)
  // SDKs for browsers put the path into the module; the file's identity is steadier then.
  return javascript && name.includes('/') ? '' : withoutHashes(name)
}

function functionName(frame: GroupingFrame, javascript: boolean): string {
  const raw = (frame.function ?? '').slice(0, MAX_NAME).trim()
  const name = javascript
    ? lastPart(raw)
    : raw.includes('lambda$')
      ? raw.replace(/\blambda\$.*$/, 'lambda')
      : raw
  if (NAMELESS.has(name)) return ''
  // One or two letters in a bundle are the minifier's choice and change with every build.
  return javascript && name.length <= 2 && URL_PATH.test(frame.absPath ?? frame.filename ?? '') ? '' : name
}

/** `async Object.load [as get]` and `new Store` are `load` and `Store`. */
function lastPart(name: string): string {
  const rough = name.includes(' ') || name.includes('<')
  const plain = rough
    ? name
        .replace(/ \[as .*$/, '')
        .replace(/(?:\/<)+$/, '')
        .replace(/^(?:async |new )+/, '')
    : name
  return plain.slice(plain.lastIndexOf('.') + 1)
}

function contextOf(frame: GroupingFrame): string {
  const line = frame.contextLine ?? ''
  // Longer lines are minified code, where any change to a neighbour would count.
  return line.length > MAX_CONTEXT ? '' : line.replace(/\s+/g, ' ').trim()
}
