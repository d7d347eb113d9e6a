import type { VNode } from 'preact'
import { clip, safeText } from './safe-text.ts'
import { Text } from './text.tsx'
import type { ExceptionView } from './trace-view.ts'

/** What `ChainHead` shows. */
export interface ChainHeadProps {
  readonly exception: ExceptionView
  /** Place in the chain, 0 is the raised exception. */
  readonly index: number
}

/** The heading of one exception of a chain: how it came in, its type and its message. */
export function ChainHead({ exception, index }: ChainHeadProps): VNode {
  const { type, module, value, handled, mechanism } = exception
  return (
    <header class="exception-head">
      <h3 id={`x${index}`}>
        {exception.relation !== 'raised' && (
          <span class="exception-relation">{relations[exception.relation]} </span>
        )}
        <span class="exception-type" title={module === undefined ? undefined : safeText(module)}>
          <Text text={type ?? 'Error'} limit={300} />
        </span>
      </h3>
      {handled === false && <span class="badge badge-bad">Unhandled</span>}
      {mechanism !== undefined && mechanism !== 'generic' && (
        <span class="badge" title="How the SDK caught it">
          <bdi>{safeText(clip(mechanism, 60))}</bdi>
        </span>
      )}
      {value !== undefined && value !== '' && (
        <div class="exception-value">
          <Text text={value} />
        </div>
      )}
    </header>
  )
}

const relations: Readonly<Record<Exclude<ExceptionView['relation'], 'raised'>, string>> = {
  cause: 'Caused by',
  aggregate: 'One of several:',
}
