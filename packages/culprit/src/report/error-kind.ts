import type { CaptureSubject } from './capture.ts'

/** Of the calls, so many characters tell one place from another: about two frames. */
const callsLength = 200
const namesLength = 100

/** Returns what makes two reports repeats of each other: class and nearest calls of an error, the begin of a text. */
export function errorKind(subject: CaptureSubject): string {
  if (subject.kind === 'message') return `text ${subject.message.slice(0, namesLength)}`
  try {
    return kindOfThrown(subject.thrown, subject.stack)
  } catch {
    return 'unreadable'
  }
}

/** Returns what repeats have in common that costs nothing to read: class and message, no stack. */
export function errorCrowd(subject: CaptureSubject): string {
  if (subject.kind === 'message') return errorKind(subject)
  try {
    const { name, message } = subject.thrown as { readonly name?: unknown; readonly message?: unknown }
    return `${String(name).slice(0, namesLength)} ${String(message).slice(0, namesLength)}`
  } catch {
    return 'unreadable'
  }
}

function kindOfThrown(thrown: unknown, reportedAt: string | undefined): string {
  if (typeof thrown !== 'object' || thrown === null) return `${typeof thrown} ${callsOf(reportedAt)}`
  const { name, stack } = thrown as { readonly name?: unknown; readonly stack?: unknown }
  return `${String(name).slice(0, namesLength)} ${callsOf(typeof stack === 'string' ? stack : reportedAt)}`
}

/** The message stands before the first call and differs from error to error. */
function callsOf(stack = ''): string {
  const start = stack.indexOf('\n    at ')
  return start < 0 ? '' : stack.slice(start, start + callsLength)
}
