import { send, type SentAnswer } from './send.ts'

/** The page of a failed request, and the way to its consoles. */
export interface FailedPage {
  readonly answer: SentAnswer
  /** What the page's `meta` elements say; undefined where there is none. */
  readonly id: string | undefined
  readonly token: string | undefined
  /** Evaluates in a frame, with the page's token unless other headers are given. */
  readonly evaluate: (code: string, options?: EvaluateOptions) => Promise<SentAnswer>
}

/** What differs from an evaluation by the page itself. */
export interface EvaluateOptions {
  readonly frame?: number | undefined
  readonly error?: string | undefined
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Asks for a path that fails, and returns its page. */
export async function openPage(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<FailedPage> {
  const answer = await send(url + path, { headers: { accept: 'text/html', ...headers } })
  const id = metaOf(answer.text, 'culprit-error')
  const token = metaOf(answer.text, 'culprit-token')
  const evaluate: FailedPage['evaluate'] = (code, options = {}) =>
    command(url, 'eval', {
      token: options.token ?? token ?? '',
      headers: options.headers,
      body: { error: options.error ?? id, frame: options.frame ?? 0, code },
    })
  return { answer, id, token, evaluate }
}

/** A command to the debugger. */
export interface CommandOptions {
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body: unknown
}

/** Sends a command; a body that is a text is sent as it is. */
export function command(
  url: string,
  name: string,
  { token, headers, body }: CommandOptions,
): Promise<SentAnswer> {
  return send(`${url}/-/culprit/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { 'x-culprit-token': token }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

function metaOf(html: string, name: string): string | undefined {
  return new RegExp(`<meta name="${name}" content="([^"]+)"`).exec(html)?.[1]
}
