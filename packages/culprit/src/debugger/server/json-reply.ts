import type { HeaderList, Reply } from '../../handlers/answer.ts'

/** What every answer of the debugger says: it is for one reader on one machine, is not kept, and is in no frame. */
const guardedHeaders: HeaderList = [
  ['Cache-Control', 'no-store'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Frame-Options', 'DENY'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['X-Robots-Tag', 'noindex'],
]

/** Returns a reply of the debugger. */
export function guardedReply(status: number, type: string, body: string, more: HeaderList = []): Reply {
  const csp = more.some(([name]) => name === 'Content-Security-Policy')
    ? []
    : ([['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"]] as const)
  return {
    kind: 'reply',
    status,
    headers: [['Content-Type', type], ...guardedHeaders, ...csp, ...more],
    body,
  }
}

/** Returns a reply of JSON. */
export function jsonReply(status: number, body: object, more: HeaderList = []): Reply {
  return guardedReply(status, 'application/json; charset=utf-8', JSON.stringify(body), more)
}

/** A command that is not carried out: the answer that says why. */
export class RefusedCommand extends Error {
  readonly reply: Reply

  constructor(
    status: number,
    body: { readonly error: string } & Readonly<Record<string, unknown>>,
    more: HeaderList = [],
  ) {
    super(body.error)
    this.reply = jsonReply(status, body, more)
  }
}
