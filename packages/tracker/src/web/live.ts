import type { LiveNotice } from '../ports/live.ts'
import type { PageContext } from './context.ts'
import { securityHeaders } from './headers.ts'

const heartbeatMs = 15_000
/** Notices that wait for a slow reader; beyond it the stream ends and the browser comes back. */
const maxWaiting = 100

/**
 * Returns a stream of server-sent events: `notice` with a `LiveNotice` as JSON, reduced to the projects in scope, and
 * `heartbeat` every fifteen seconds. Ends when the client goes.
 */
export function liveStream(ctx: PageContext, timers: LiveTimers = { setInterval, clearInterval }): Response {
  const encoder = new TextEncoder()
  let stop = (): void => undefined
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (event: string, data: string): void => {
          if ((controller.desiredSize ?? 0) <= 0) {
            stop()
            controller.close()
          } else controller.enqueue(encoder.encode(`event: ${event}\ndata: ${data}\n\n`))
        }
        const timer = timers.setInterval(() => send('heartbeat', '{}'), heartbeatMs)
        // A stream that is still open must not keep the thread alive when the server stops.
        timer.unref()
        const unsubscribe = ctx.deps.live.subscribe((notice) => {
          const visible = inScope(notice, ctx)
          if (visible) send('notice', JSON.stringify(visible))
        })
        stop = () => {
          timers.clearInterval(timer)
          unsubscribe()
        }
        // The first bytes go out at once, so that proxies and browsers see the stream as open.
        controller.enqueue(encoder.encode('retry: 2000\n\nevent: heartbeat\ndata: {}\n\n'))
      },
      cancel: () => stop(),
    },
    { highWaterMark: maxWaiting },
  )
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      ...securityHeaders(),
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}

/** Timers, so that tests need not wait. */
export interface LiveTimers {
  readonly setInterval: (callback: () => void, ms: number) => NodeJS.Timeout
  readonly clearInterval: (timer: NodeJS.Timeout) => void
}

function inScope(notice: LiveNotice, ctx: PageContext): LiveNotice | undefined {
  if (notice.kind === 'ingest') return notice
  const projectIds = notice.projectIds.filter((id) => ctx.scope.includes(id))
  // Ids of issues say nothing by themselves; a page reads them again through its own scope.
  return projectIds.length === 0 ? undefined : { ...notice, projectIds }
}
