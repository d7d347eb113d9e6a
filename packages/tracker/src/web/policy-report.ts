import type { WebDeps } from './web-deps.ts'

const maxBytes = 64 * 1024

/**
 * Takes a browser's report that one of our pages broke its policy and hands it to the internal project, which has a
 * budget. Always answers 204: a browser can do nothing with another answer.
 */
export async function reportPolicy(
  deps: Pick<WebDeps, 'ingest' | 'reportError'>,
  request: Request,
): Promise<Response> {
  try {
    const body = new Uint8Array(await request.arrayBuffer())
    const type = request.headers.get('content-type') ?? ''
    if (body.byteLength > 0 && body.byteLength <= maxBytes)
      await deps.ingest.reportPolicy(body, type.slice(0, 100))
  } catch (error) {
    deps.reportError(error, 'POST /-/csp')
  }
  return new Response(null, { status: 204 })
}
