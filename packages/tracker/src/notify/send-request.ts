import { lookup } from 'node:dns'
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { secondMs } from '../domain/instant.ts'
import type { AddressGuard } from './address-guard.ts'
import type { ChannelRequest } from './channels/channel.ts'
import { SendError, toSendError } from './send-error.ts'

export interface SendOptions {
  readonly guard: AddressGuard
  readonly signal: AbortSignal
  /** From looking up the host to the last byte of the answer. @default 10 s */
  readonly timeoutMs?: number | undefined
  /** In the header `User-Agent`. */
  readonly userAgent: string
  /** @default the system's resolver */
  readonly resolve?: typeof lookup | undefined
}

/** What a server answered. A redirect is an answer like any other: it is never followed. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The first 64 KiB; what comes after is not read. */
  readonly body: string
}

const maxAnswerBytes = 64 * 1024
const maxAnswerMs = 10 * secondMs

/**
 * Sends one request and resolves with the answer, whatever its status. The host's addresses are looked up once, each is
 * put to the guard, and the connection goes to one of those: a name that resolves differently a moment later, to an
 * address inside, has nobody to fool. Every request has a connection of its own.
 *
 * @throws {SendError} when there is no answer within the time
 */
export async function sendRequest(request: ChannelRequest, options: SendOptions): Promise<Answer> {
  const url = parseUrl(request.url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // Node asks `lookup` for names only. WHATWG URLs have no other spelling of addresses: 2130706433, 0x7f.1 and 0177.0.0.1
  // have become 127.0.0.1 by now.
  if (isIP(host) !== 0) refuseBlocked(options.guard, host, [host])
  const deadline = new AbortController()
  const late = setTimeout(() => {
    deadline.abort(new SendError('timeout', `${host} did not answer within ${seconds(options)} s`))
  }, options.timeoutMs ?? maxAnswerMs)
  const stop = (): void => {
    deadline.abort(new SendError('stopped', 'The tracker stopped before the server answered'))
  }
  if (options.signal.aborted) stop()
  options.signal.addEventListener('abort', stop, { once: true })
  try {
    return await exchange({ url, host, request, options, signal: deadline.signal })
  } catch (error) {
    throw deadline.signal.aborted ? deadline.signal.reason : toSendError(error, host)
  } finally {
    clearTimeout(late)
    options.signal.removeEventListener('abort', stop)
  }
}

function seconds({ timeoutMs = maxAnswerMs }: SendOptions): number {
  return Math.round(timeoutMs / secondMs)
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url
  throw new SendError(
    'url',
    'The URL is none that requests can be sent to: it must begin with https:// or http://',
  )
}

interface Exchange {
  readonly url: URL
  readonly host: string
  readonly request: ChannelRequest
  readonly options: SendOptions
  readonly signal: AbortSignal
}

function exchange({ url, host, request, options, signal }: Exchange): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest
  const body = Buffer.from(request.body)
  const outgoing: ClientRequest = start(
    url,
    {
      method: 'POST',
      // Connections are not shared: the address of a reused one was checked for another request.
      agent: false,
      lookup: guardedLookup(host, options),
      signal,
      maxHeaderSize: 16 * 1024,
      headers: {
        ...request.headers,
        'user-agent': options.userAgent,
        'content-length': body.length,
        accept: '*/*',
      },
    },
    (incoming) => {
      readAnswer(incoming).then(resolve, reject)
    },
  )
  outgoing.on('error', reject)
  // Without a listener an answer of 101 would leave the socket open until the deadline.
  outgoing.on('upgrade', (_incoming, socket) => socket.destroy())
  outgoing.end(body)
  return promise
}

/** Looks a name up and fails when any of its addresses is refused: a name with an inside address is no good name. */
function guardedLookup(host: string, { guard, resolve = lookup }: SendOptions): LookupFunction {
  return (hostname, _options, done) => {
    resolve(hostname, { all: true }, (error, found) => {
      if (error) return done(error, '')
      try {
        refuseBlocked(
          guard,
          host,
          found.map(({ address }) => address),
        )
      } catch (refusal) {
        return done(refusal as NodeJS.ErrnoException, '')
      }
      if (_options.all === true) return done(null, found)
      const [first] = found
      done(
        first ? null : Object.assign(new Error('no address'), { code: 'ENOTFOUND' }),
        first?.address ?? '',
        first?.family,
      )
    })
  }
}

function refuseBlocked(guard: AddressGuard, host: string, addresses: readonly string[]): void {
  for (const address of addresses) {
    const refusal = guard.refuse(host, address)
    if (refusal !== undefined) throw new SendError('blocked', refusal)
  }
}

async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= maxAnswerBytes) break // leaving the loop destroys the connection
  }
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = (Array.isArray(value) ? value.join(', ') : (value ?? '')).slice(0, 1000)
  }
  const body = Buffer.concat(chunks).subarray(0, maxAnswerBytes)
  return { status: incoming.statusCode ?? 0, headers, body: new TextDecoder().decode(body) }
}
