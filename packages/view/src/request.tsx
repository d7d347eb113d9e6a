import type { VNode } from 'preact'
import { CopyButton } from './copy-button.tsx'
import { curlCommand } from './curl.ts'
import type { Pair, RequestView } from './event-view.ts'
import type { Json } from './json.ts'
import { Pairs } from './pairs.tsx'
import { clip, safeText, textHardLimit } from './safe-text.ts'
import { Segmented } from './segmented.tsx'
import { Text } from './text.tsx'
import { ValueTree } from './value-tree.tsx'

/** The ways to read a request. */
export type RequestMode = 'formatted' | 'curl'

/** Returns the mode that a URL parameter names, or `formatted`. */
export function parseRequestMode(value: unknown): RequestMode {
  return value === 'curl' ? 'curl' : 'formatted'
}

/** What `Request` shows. */
export interface RequestProps {
  readonly request: RequestView
  readonly mode: RequestMode
  readonly hrefs?: Readonly<Record<RequestMode, string>>
}

/** The HTTP request of an event: line, query, headers, cookies, body, environment; or a curl command. */
export function Request({ request, mode, hrefs }: RequestProps): VNode {
  return (
    <section class="request" id="request" aria-labelledby="request-heading">
      <div class="section-head">
        <h2 id="request-heading">Request</h2>
        {hrefs && (
          <Segmented
            label="Request view"
            current={mode}
            segments={[
              { key: 'formatted', label: 'Formatted', href: hrefs.formatted },
              { key: 'curl', label: 'curl', href: hrefs.curl },
            ]}
          />
        )}
        {mode === 'curl' && <CopyButton from="request-curl" label="curl command" />}
      </div>
      <div class="request-line">
        <span class="method">{safeText(clip(request.method, 20))}</span>{' '}
        <Text text={request.url} limit={500} />
      </div>
      {mode === 'curl' ? asCurl(request) : formatted(request)}
    </section>
  )
}

function asCurl(request: RequestView): VNode {
  return (
    <>
      <pre class="raw-trace" id="request-curl" tabIndex={0}>
        {safeText(clip(curlCommand(request), textHardLimit))}
      </pre>
      <p class="left-out">Cookies and credentials are left out.</p>
    </>
  )
}

function formatted(request: RequestView): VNode {
  return (
    <>
      {block('Query', request.query, true)}
      {request.body !== undefined && request.body !== null && (
        <details class="block" open>
          <summary>Body</summary>
          {body(request.body)}
        </details>
      )}
      {block('Headers', request.headers, true)}
      {block('Cookies', request.cookies, false)}
      {block('Environment', request.env, false)}
    </>
  )
}

function block(name: string, pairs: readonly Pair[], open: boolean): VNode | null {
  if (pairs.length === 0) return null
  return (
    <details class="block" open={open}>
      <summary>
        {name} <span class="block-count">{pairs.length}</span>
      </summary>
      <Pairs pairs={pairs} />
    </details>
  )
}

function body(value: Json): VNode {
  if (typeof value !== 'object' || value === null) {
    return (
      <div class="body-text">
        <Text text={String(value)} />
      </div>
    )
  }
  return <ValueTree values={value} label="Request body" />
}
