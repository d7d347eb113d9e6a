import type { ExceptionView, FrameView, TraceView } from './trace-view.ts'

/** Exceptions and frames written at most; a native trace of more is of no use in an editor. */
const maxExceptions = 50
const maxFrames = 500

/**
 * Returns a trace as the platform itself would print it, so that an editor that knows the format can follow
 * it: V8's for node and javascript, Python's, Java's, PHP's, Ruby's and Go's; others get V8's shape.
 */
export function rawTrace(trace: Pick<TraceView, 'platform' | 'exceptions'>): string {
  const exceptions = trace.exceptions.slice(0, maxExceptions)
  const format = formats.get(trace.platform) ?? v8
  return format(exceptions)
}

type Format = (exceptions: readonly ExceptionView[]) => string

const headline = ({ type, value }: ExceptionView): string =>
  [type ?? 'Error', value].filter((part) => part !== undefined && part !== '').join(': ')

const newestFirst = ({ frames }: ExceptionView): readonly FrameView[] => frames.slice(-maxFrames).reverse()

const pathOf = (frame: FrameView): string => frame.absPath ?? frame.path

const positionOf = (frame: FrameView): string =>
  [pathOf(frame), frame.line, frame.line === undefined ? undefined : frame.column]
    .filter((part) => part !== undefined)
    .join(':')

/** V8: `    at fn (path:line:column)`, causes indented by two as `util.inspect` writes them. */
const v8: Format = (exceptions) =>
  exceptions
    .map((exception, index) => {
      const lines = [
        headline(exception),
        ...newestFirst(exception).map((frame) =>
          // A question mark is how SDKs name a function without a name; V8 writes none.
          frame.function === undefined || frame.function === '?'
            ? `    at ${positionOf(frame)}`
            : `    at ${frame.function} (${positionOf(frame)})`,
        ),
      ]
      if (index === 0) return lines.join('\n')
      const [first = '', ...rest] = lines
      const name = exception.relation === 'aggregate' ? '[errors]' : '[cause]'
      return [`  ${name}: ${first}`, ...rest.map((line) => `  ${line}`)].join('\n')
    })
    .join('\n')

/** Python: oldest cause first, oldest call first. */
const python: Format = (exceptions) =>
  exceptions
    .map((exception) => {
      const frames = exception.frames.slice(-maxFrames).flatMap((frame) => {
        const place = `  File "${pathOf(frame)}", line ${frame.line ?? '?'}, in ${frame.function ?? '<module>'}`
        const source = frame.context.find(({ current }) => current)?.text.trim()
        return source === undefined || source === '' ? [place] : [place, `    ${source}`]
      })
      const traceback = frames.length > 0 ? ['Traceback (most recent call last):', ...frames] : []
      return [...traceback, headline(exception)].join('\n')
    })
    .reverse()
    .join('\n\nThe above exception was the direct cause of the following exception:\n\n')

/** Java: `\tat module.method(File.java:line)`, then `Caused by: `. */
const java: Format = (exceptions) =>
  exceptions
    .map((exception, index) =>
      [
        `${index === 0 ? '' : 'Caused by: '}${exception.module === undefined ? '' : `${exception.module}.`}${headline(exception)}`,
        ...newestFirst(exception).map((frame) => {
          const method = [frame.module, frame.function ?? '<unknown>']
            .filter((part) => part !== undefined)
            .join('.')
          const file = pathOf(frame)
          return `\tat ${method}(${frame.line === undefined ? file : `${file}:${frame.line}`})`
        }),
      ].join('\n'),
    )
    .join('\n')

/** PHP: `#0 file(line): function()`. */
const php: Format = (exceptions) =>
  exceptions
    .map((exception, index) =>
      [
        `${index === 0 ? 'PHP Fatal error:  Uncaught ' : 'Previous: '}${headline(exception)}`,
        'Stack trace:',
        ...newestFirst(exception).map(
          (frame, at) => `#${at} ${pathOf(frame)}(${frame.line ?? 0}): ${frame.function ?? '{main}'}()`,
        ),
      ].join('\n'),
    )
    .join('\n\n')

/** Ruby: `file:line:in 'method': message (Type)`, then `\tfrom file:line:in 'method'`. */
const ruby: Format = (exceptions) =>
  exceptions
    .map((exception) => {
      const [first, ...rest] = newestFirst(exception).map(
        (frame) => `${pathOf(frame)}:${frame.line ?? 0}:in '${frame.function ?? '<main>'}'`,
      )
      const said = `${exception.value ?? ''} (${exception.type ?? 'Error'})`
      return [
        first === undefined ? said : `${first}: ${said}`,
        ...rest.map((place) => `\tfrom ${place}`),
      ].join('\n')
    })
    .join('\n')

/** Go: `package.function(...)`, then `\tfile:line` on a line of its own; the error that wraps others comes first. */
const go: Format = (exceptions) =>
  exceptions
    .map((exception, index) => {
      const calls = newestFirst(exception).flatMap((frame) => {
        const name = [frame.module, frame.function ?? 'unknown'].filter((part) => part !== undefined)
        return [`${name.join('.')}(...)`, `\t${pathOf(frame)}:${frame.line ?? 0}`]
      })
      const said = `${index === 0 ? '' : 'wraps: '}${headline(exception)}`
      return calls.length === 0 ? said : [said, '', 'goroutine 1 [running]:', ...calls].join('\n')
    })
    .join('\n\n')

const formats: ReadonlyMap<string, Format> = new Map([
  ['node', v8],
  ['javascript', v8],
  ['python', python],
  ['java', java],
  ['php', php],
  ['ruby', ruby],
  ['go', go],
])
