/** One line of the conformance table: what GET on a path must answer when all handlers are registered. */
export interface ConformanceRow {
  readonly path: string
  readonly status: number
  /** The whole body, or members that the JSON body must have. */
  readonly body: string | Readonly<Record<string, unknown>>
}

/**
 * What every conformance application answers, whatever its framework; `/stream`, which breaks off, is not among them.
 * Each row says on its own which rule it stands for: `/gone` is LKP-8, `/admin/not-found` LKP-4, `/admin/nowhere`
 * LKP-14, `/clumsy` DSP-12, `/body-only` DSP-9, `/abort-response` DSP-5, `/abort/500` UNH-5.
 */
export const conformanceRows: readonly ConformanceRow[] = [
  { path: '/missing', status: 404, body: 'app 404' },
  { path: '/abort/403', status: 403, body: 'app forbidden' },
  { path: '/abort/418', status: 418, body: { code: 418 } },
  { path: '/gone', status: 410, body: { code: 410, name: 'Gone' } },
  { path: '/payment', status: 402, body: 'payment: no funds' },
  { path: '/card', status: 402, body: 'payment: declined' },
  { path: '/type-error', status: 500, body: 'app type error' },
  { path: '/boom', status: 500, body: 'app 500: RangeError' },
  { path: '/async-boom', status: 500, body: 'app 500: RangeError' },
  { path: '/abort/500', status: 500, body: 'app 500: none' },
  { path: '/throw-string', status: 500, body: 'app 500: NonErrorThrown' },
  { path: '/clumsy', status: 500, body: 'app 500: SyntaxError' },
  { path: '/body-only', status: 200, body: 'just body' },
  { path: '/abort-response', status: 299, body: 'custom' },
  { path: '/admin/forbidden', status: 403, body: 'admin 403' },
  { path: '/admin/not-found', status: 404, body: 'app 404' },
  { path: '/admin/teapot', status: 418, body: 'admin http' },
  { path: '/admin/type-error', status: 500, body: 'admin error' },
  { path: '/admin/nowhere', status: 404, body: 'app 404' },
]
