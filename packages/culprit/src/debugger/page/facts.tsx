import { clip, isoTime, LiveValues, Pairs, safeText, Text } from '@culprit/view'
import type { ComponentChildren, VNode } from 'preact'
import type { DebuggedFailure, DebuggedRequest, ValueView } from '../debugged-error.ts'

/** Everything around the error: request, logs, process, environment, packages. Plain, foldable sections. */
export function Facts({ failure }: { readonly failure: DebuggedFailure }): VNode {
  const { request, logs, environment, packages, process } = failure
  const processFacts: readonly (readonly [string, string])[] = [
    ['Process', `${process.title} (pid ${process.pid})`],
    ['Node', process.node],
    ['Started', process.started.toISOString()],
    ['Directory', process.directory],
    ['Reference', failure.id],
  ]
  return (
    <section class="facts" aria-label="Around the error" data-error={failure.id}>
      <div class="facts-column">
        {request && <RequestFacts request={request} />}
        {logs.length > 0 && (
          <Block name="Log of this request" count={logs.length} open>
            <ol class="log-lines">
              {logs.map((record, index) => (
                <li key={index} class={`log-line log-${levelClass(record.level)}`}>
                  <time class="log-time" dateTime={isoTime(record.at.getTime())}>
                    {before(failure.at.getTime() - record.at.getTime())}
                  </time>
                  <span class="log-level">{safeText(clip(record.level, 20))}</span>
                  <span class="log-logger">{safeText(record.logger)}</span>
                  <span class="log-message">
                    <Text text={record.message} limit={600} />
                  </span>
                </li>
              ))}
            </ol>
          </Block>
        )}
      </div>
      <div class="facts-column">
        <Block name="Process" open>
          <Pairs pairs={processFacts} />
        </Block>
        {packages.length > 0 && (
          <Block name="Packages" count={packages.length}>
            <Pairs pairs={packages} />
          </Block>
        )}
        {environment.length > 0 && (
          <Block name="Environment" count={environment.length}>
            <Pairs pairs={environment} />
          </Block>
        )}
      </div>
    </section>
  )
}

/** How long before the error, in seconds. */
function before(ms: number): string {
  return `\u2212${(Math.max(0, ms) / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`
}

function levelClass(level: string): string {
  return /^(?:error|fatal|critical)$/i.test(level) ? 'bad' : /^warn/i.test(level) ? 'warn' : 'plain'
}

function RequestFacts({ request }: { readonly request: DebuggedRequest }): VNode {
  return (
    <>
      <Block name="Request" open>
        <p class="request-line">
          <span class="method">{safeText(request.method)}</span> <Text text={request.url} limit={500} />
        </p>
        {request.route !== undefined && <Pairs pairs={[['Route', request.route]]} />}
      </Block>
      {request.query.length > 0 && (
        <Block name="Query" count={request.query.length} open>
          <Pairs pairs={request.query} />
        </Block>
      )}
      {value('Body', request.body)}
      {value('User', request.user)}
      {request.headers.length > 0 && (
        <Block name="Headers" count={request.headers.length}>
          <Pairs pairs={request.headers} />
        </Block>
      )}
      {request.cookies.length > 0 && (
        <Block name="Cookies" count={request.cookies.length}>
          <Pairs pairs={request.cookies} />
        </Block>
      )}
    </>
  )
}

function value(name: string, shown: ValueView | undefined): VNode | null {
  if (!shown) return null
  const parts = shown.entries === undefined ? [{ name: '', value: shown }] : shown.entries
  return (
    <Block name={name} open>
      <div class="values">
        <LiveValues entries={parts} more={shown.entries && shown.more} owner={shown.ref} />
      </div>
    </Block>
  )
}

interface BlockProps {
  readonly name: string
  readonly count?: number
  readonly open?: boolean
  readonly children: ComponentChildren
}

function Block({ name, count, open = false, children }: BlockProps): VNode {
  return (
    <details class="block" open={open}>
      <summary>
        <h2>{name}</h2> {count !== undefined && <span class="block-count">{count}</span>}
      </summary>
      {children}
    </details>
  )
}
