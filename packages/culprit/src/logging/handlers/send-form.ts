import type { Agent as HttpAgent, IncomingMessage } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'

/** Where forms go. */
export interface FormTarget {
  /** `http:` or `https:`, without credentials. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  /** The value of the header. */
  readonly authorization?: string | undefined
}

/** How one form is sent. */
export interface SendFormOptions {
  readonly agent: HttpAgent | HttpsAgent
  readonly timeoutMs: number
}

/** Sends form fields, in the query with GET, in the body with POST; resolves with the status. @throws without an answer */
export function sendForm(target: FormTarget, form: Buffer, options: SendFormOptions): Promise<number> {
  const { method, authorization } = target
  const url = new URL(target.url)
  if (method === 'GET') url.search += (url.search === '' ? '?' : '&') + form.toString()
  const headers: Record<string, string> = {}
  if (method === 'POST') {
    headers['content-type'] = 'application/x-www-form-urlencoded'
    headers['content-length'] = String(form.length)
  }
  if (authorization !== undefined) headers['authorization'] = authorization
  const { agent, timeoutMs } = options
  return new Promise((resolve, reject) => {
    const answered = (response: IncomingMessage): void => {
      // The body is read to its end, or the connection could not be used again.
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
      response.once('error', reject)
    }
    const { request: open } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http')
    const signal = AbortSignal.timeout(timeoutMs)
    const request = open(url, { method, headers, agent, signal }, answered)
    request.once('error', reject)
    request.end(method === 'POST' ? form : undefined)
  })
}
