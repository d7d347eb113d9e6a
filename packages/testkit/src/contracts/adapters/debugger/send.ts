import { request } from 'node:http'

/** What is sent to the debugger; headers are sent as they are, `Host` too. */
export interface SendOptions {
  readonly method?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | undefined
}

/** An answer of the debugger. */
export interface SentAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
  /** The same as JSON; undefined when it is none. */
  readonly json: unknown
}

/** Sends a request whose headers nothing changes, and returns the answer. */
export function send(
  url: string,
  { method = 'GET', headers = {}, body }: SendOptions = {},
): Promise<SentAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.once('error', reject)
      response.once('end', () => {
        const text = Buffer.concat(parts).toString('utf8')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) })
      })
    })
    sent.setTimeout(20_000, () => sent.destroy(new Error(`No end of the answer to ${method} ${url}`)))
    sent.once('error', reject)
    sent.end(body)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
