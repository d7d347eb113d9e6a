import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { securityHeaders } from './headers.ts'

/** What of the request decides the headers; a `PageContext` is one. */
export interface RenderContext {
  readonly deps: { readonly config: { readonly baseUrl: string } }
}

export interface RenderOptions {
  /** @default 200 */
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Returns a page as a response, with the headers of every page. */
export function renderPage(page: VNode, ctx: RenderContext, options: RenderOptions = {}): Response {
  return new Response(`<!doctype html>${renderToString(page)}`, {
    status: options.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      ...securityHeaders(new URL(ctx.deps.config.baseUrl).origin),
      ...options.headers,
    },
  })
}

/** Returns data as a JSON response, with the headers of every page. */
export function renderJson(data: unknown, status = 200): Response {
  return new Response(JSON.stringify(data), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...securityHeaders() },
  })
}

/** Returns Markdown as a response, shown as text and never as HTML. */
export function renderMarkdown(text: string, status = 200): Response {
  return new Response(text, {
    status,
    headers: { 'content-type': 'text/markdown; charset=utf-8', ...securityHeaders() },
  })
}

/** Returns a redirect to a path of ours, `303 See Other` so that a POST is followed by a GET. */
export function redirectTo(path: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status: 303, headers: { location: path, ...securityHeaders(), ...headers } })
}
