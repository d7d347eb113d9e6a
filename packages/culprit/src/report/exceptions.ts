import type { ChainLink } from '@culprit/stack'
import type { SentException, SentMechanism } from '@culprit/wire'
import type { ReportedFrame } from '../logging/frames/frames.ts'

/** Local variables of a frame, by its place in the list of frames that was asked with. */
type VariablesOf = (
  error: unknown,
  frames: readonly ReportedFrame[],
) => readonly (FrameVariables | undefined)[]

/** The local variables of one frame by name. */
export type FrameVariables = Readonly<Record<string, unknown>>

/** How exceptions are made of a chain. */
export interface ExceptionsOptions {
  readonly framesOf: (stack: string) => readonly ReportedFrame[]
  readonly variablesOf: VariablesOf
  readonly redactText: (text: string) => string
  /** The type of the raised error's mechanism. */
  readonly mechanism: string
  readonly handled: boolean
  /** The stack of the call that reported, for something thrown that has none. */
  readonly syntheticStack?: string | undefined
}

/**
 * Returns the exceptions of a chain as the protocol has them: the innermost cause first, what was raised last. With more
 * than one, `exception_id` is the place in the chain (0 is the raised one) and `parent_id` that of the error which holds
 * it, by the property that `source` names.
 */
export function toExceptions(
  chain: readonly ChainLink[],
  options: ExceptionsOptions,
): readonly SentException[] {
  const groups = new Set(chain.filter(({ relation }) => relation === 'aggregate').map(({ parent }) => parent))
  const counts = new Map<number, number>()
  const exceptions = chain.map((link, index) => {
    const mechanism = index === 0 ? raisedMechanism(link, options) : chainedMechanism(link, counts)
    const ids =
      chain.length > 1 ? { exception_id: index, ...(groups.has(index) && { is_exception_group: true }) } : {}
    return toException(link, { ...mechanism, ...ids }, options)
  })
  return exceptions.reverse()
}

function raisedMechanism(link: ChainLink, { mechanism, handled }: ExceptionsOptions): SentMechanism {
  return { type: mechanism, handled, ...(!link.isError && { synthetic: true }) }
}

function chainedMechanism({ relation, parent = 0 }: ChainLink, counts: Map<number, number>): SentMechanism {
  const at = counts.get(parent) ?? 0
  if (relation === 'aggregate') counts.set(parent, at + 1)
  return { type: 'chained', source: relation === 'aggregate' ? `errors[${at}]` : 'cause', parent_id: parent }
}

function toException(link: ChainLink, mechanism: SentMechanism, options: ExceptionsOptions): SentException {
  const stack = link.stack ?? (mechanism.type === 'chained' ? undefined : options.syntheticStack)
  const frames = stack === undefined ? [] : options.framesOf(stack)
  const variables = frames.length === 0 ? [] : options.variablesOf(link.thrown, frames)
  return {
    type: link.type,
    value: options.redactText(link.message),
    ...(frames.length > 0 && {
      stacktrace: {
        frames: frames.map(({ sent }, index) => {
          const vars = variables[index]
          return vars === undefined ? sent : { ...sent, vars }
        }),
      },
    }),
    mechanism,
  }
}
