import type { ExceptionView, FrameView } from '@culprit/view'
import type { StoredEvent } from '../../domain/event.ts'

/**
 * Returns exceptions, the raised one first, whose frame nearest the throw says why no frame has local variables, where
 * the SDK has told that (`contexts.local_variables.status`).
 */
export function withVariablesNote(
  exceptions: readonly ExceptionView[],
  { contexts }: Pick<StoredEvent, 'contexts'>,
): readonly ExceptionView[] {
  const text = noteOf(contexts['local_variables'])
  const [raised, ...others] = exceptions
  if (text === undefined || raised === undefined || exceptions.some(hasVariables)) return exceptions
  const nearest = raised.frames.findLast(({ inApp }) => inApp)
  if (nearest === undefined || nearest.note !== undefined) return exceptions
  const frames = raised.frames.map((frame) => (frame === nearest ? { ...frame, note: text } : frame))
  return [{ ...raised, frames }, ...others]
}

function noteOf(context: unknown): string | undefined {
  const status = typeof context === 'object' && context !== null ? Reflect.get(context, 'status') : undefined
  if (typeof status !== 'string' || status === '' || status.startsWith('captured')) return undefined
  return status === 'skipped: budget'
    ? 'No local variables: the share of time for them was spent. Other events of the issue may have them.'
    : `No local variables: ${status}.`
}

function hasVariables({ frames }: ExceptionView): boolean {
  return frames.some(({ locals }: FrameView) => locals !== undefined)
}
