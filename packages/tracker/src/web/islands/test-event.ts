import { createEventId, encodeEnvelope, endpointUrl, parseDsn, type Dsn } from '@culprit/wire'

/** What is needed to send a test event from this browser. */
export interface TestEventInput {
  readonly dsn: string
  /** Where the page was opened, to tell why a DSN cannot be reached. */
  readonly pageOrigin: string
  readonly version: string
  /** @default the browser's own */
  readonly fetch?: typeof fetch | undefined
}

/** Whether the event was taken, and a sentence that says so or names the cause and what to do. */
export interface TestOutcome {
  readonly ok: boolean
  readonly text: string
}

/** Sends a real error through the DSN, as an SDK in this browser would: host, port, CORS and proxies are all tried. */
export async function sendTestEvent(input: TestEventInput): Promise<TestOutcome> {
  const dsn = parseDsn(input.dsn)
  if (!dsn) return { ok: false, text: `The DSN ${input.dsn} cannot be read.` }
  const send = input.fetch ?? fetch
  const credentials = `sentry_version=7&sentry_key=${dsn.publicKey}&sentry_client=culprit.connect/${input.version}`
  try {
    const response = await send(`${endpointUrl(dsn, 'envelope')}?${credentials}`, {
      method: 'POST',
      // A content type that needs no preflight, as SDKs in browsers do it.
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      body: new Blob([testEnvelope(input)]),
      credentials: 'omit',
      signal: AbortSignal.timeout(10_000),
    })
    if (response.ok)
      return { ok: true, text: 'Taken by the server. It appears above as soon as it is digested.' }
    return { ok: false, text: refusalText(response.status, await detailOf(response)) }
  } catch (error) {
    return { ok: false, text: unreachableText(dsn, input.pageOrigin, error) }
  }
}

/** Returns the envelope of the test event; tag `culprit.test` marks it. */
function testEnvelope({ version, pageOrigin }: TestEventInput): Uint8Array<ArrayBuffer> {
  const eventId = createEventId()
  const event = {
    event_id: eventId,
    timestamp: Date.now() / 1000,
    platform: 'javascript',
    level: 'error',
    environment: 'test',
    tags: { 'culprit.test': 'true' },
    sdk: { name: 'culprit.connect', version },
    request: { url: `${pageOrigin}/`, headers: { 'User-Agent': navigator.userAgent } },
    exception: {
      values: [
        {
          type: 'TestEvent',
          value: 'It works: this came from the connect page',
          mechanism: { type: 'generic', handled: true },
          stacktrace: { frames: testFrames(pageOrigin) },
        },
      ],
    },
  }
  const items = [{ header: { type: 'event' }, payload: JSON.stringify(event) }]
  return new Uint8Array(encodeEnvelope({ header: { eventId, sentAt: Date.now() }, items }))
}

function testFrames(origin: string): readonly object[] {
  return [
    {
      function: 'HTMLButtonElement.onclick',
      filename: `${origin}/connect.js`,
      lineno: 12,
      colno: 3,
      in_app: true,
      pre_context: ["button.addEventListener('click', () => {"],
      context_line: '  sendTestEvent(dsn)',
      post_context: ['})'],
    },
    {
      function: 'sendTestEvent',
      filename: `${origin}/connect.js`,
      lineno: 4,
      colno: 9,
      in_app: true,
      pre_context: ['function sendTestEvent(dsn) {', "  const answer = 'It works'"],
      context_line: '  throw new TestEvent(`${answer}: this came from the connect page`)',
      post_context: ['}'],
      vars: { answer: 'It works', dsn: '[the DSN of this page]' },
    },
  ]
}

async function detailOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => '')
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && 'detail' in body)
      return String(body.detail).slice(0, 300)
  } catch {
    // A proxy answers in its own words; its status says enough.
  }
  return ''
}

function refusalText(status: number, detail: string): string {
  const said = detail === '' ? '' : ` The server says: ${detail}`
  if (status === 413 && detail === '')
    return 'A proxy in front of the tracker answered 413: raise its body limit (nginx: client_max_body_size 20m).'
  if (status === 429) return `Refused with 429: too many events at the moment.${said}`
  if (status === 503) return `Refused with 503: the tracker cannot store events now.${said}`
  if (detail === '')
    return `Something between this browser and the tracker answered ${status}. Check the proxy's rules for /api/.`
  return `Refused with ${status}.${said}`
}

function unreachableText(dsn: Dsn, pageOrigin: string, error: unknown): string {
  const dsnOrigin = new URL(endpointUrl(dsn, 'envelope')).origin
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `${dsnOrigin} did not answer within 10 seconds.`
  if (pageOrigin.startsWith('https:') && dsn.protocol === 'http')
    return `The browser blocked it: this page came over https, but the DSN says ${dsnOrigin}. Start with CULPRIT_BASE_URL=${pageOrigin}.`
  if (dsnOrigin !== pageOrigin)
    return `The DSN says ${dsnOrigin}, but you opened ${pageOrigin}, and this browser cannot reach the first. Start with CULPRIT_BASE_URL=${pageOrigin}.`
  return 'The request did not get out: an ad blocker may have stopped it (SDKs in browsers meet the same one; their "tunnel" option helps), or the tracker has stopped.'
}
