/** A request and what the manual says about its answer, written as `curl -v` shows them. */
export interface Exchange {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly requestBody: string | undefined
  readonly status: number
  readonly answerHeaders: readonly (readonly [name: string, value: string])[]
  /** `…` stands for anything; empty when nothing is said about it. */
  readonly body: string
}

/** What came back. */
export interface ExchangeAnswer {
  readonly status: number
  readonly headers: Headers
  /** Ends with `(connection broken)` when the answer did not end. */
  readonly body: string
}

/**
 * Returns the exchanges of an `http` block: lines of `> ` are the request, with its body after an empty one; lines of
 * `< ` are status and headers of the answer, and what follows is its body.
 */
export function exchangesOf(text: string): readonly Exchange[] {
  return text
    .split(/^(?=> [A-Z]+ \/)/m)
    .filter((part) => part.trim() !== '')
    .map(toExchange)
}

function toExchange(text: string): Exchange {
  const lines = text.split('\n')
  const sent = lines.filter((line) => line.startsWith('>')).map((line) => line.slice(2))
  const answered = lines
    .filter((line) => line.startsWith('<') && line[1] === ' ')
    .map((line) => line.slice(2))
  const [method = '', path = ''] = (sent[0] ?? '').split(' ')
  const bodyAt = sent.indexOf('')
  return {
    method,
    path,
    headers: Object.fromEntries(sent.slice(1, bodyAt < 0 ? undefined : bodyAt).map(toHeader)),
    requestBody: bodyAt < 0 ? undefined : sent.slice(bodyAt + 1).join('\n'),
    status: Number.parseInt(answered[0] ?? '', 10),
    answerHeaders: answered.slice(1).map(toHeader),
    body: lines
      .filter((line) => !/^(?:>|< )/.test(line))
      .join('\n')
      .trim(),
  }
}

function toHeader(line: string): [name: string, value: string] {
  const at = line.indexOf(':')
  return [line.slice(0, at), line.slice(at + 1).trim()]
}

/** Sends the request of an exchange. Follows no redirects, and takes at most ten seconds. */
export async function ask(
  url: string,
  { method, path, headers, requestBody }: Exchange,
): Promise<ExchangeAnswer> {
  const init = { method, headers, redirect: 'manual', signal: AbortSignal.timeout(10_000) } as const
  const response = await fetch(url + path, requestBody === undefined ? init : { ...init, body: requestBody })
  let body = ''
  try {
    const decoder = new TextDecoder()
    for await (const part of response.body ?? []) body += decoder.decode(part, { stream: true })
  } catch {
    body += '(connection broken)'
  }
  return { status: response.status, headers: response.headers, body: body.trim() }
}

/** Returns the expression for a text of the manual in which `…` stands for anything. */
export function pattern(text: string): RegExp {
  const parts = text
    .trim()
    .split('…')
    .map((part) => part.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`))
  return new RegExp(parts.join(String.raw`[\s\S]*?`))
}
