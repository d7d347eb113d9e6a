import { decodeEnvelope } from '@culprit/wire'
import { expect, it } from 'vitest'
import { sendTestEvent, type TestEventInput, type TestOutcome } from './test-event.ts'

const dsn = `http://${'a'.repeat(32)}@localhost:8000/1`

function send(answer: () => Promise<Response>, input: Partial<TestEventInput> = {}): Promise<TestOutcome> {
  return sendTestEvent({
    dsn,
    pageOrigin: 'http://localhost:8000',
    version: '0.1.0',
    fetch: answer,
    ...input,
  })
}

it('sends one event through the envelope endpoint of the DSN, without a preflight', async () => {
  let sent: Request | undefined
  const outcome = await send(async () => new Response('{}'), {
    fetch: async (input, init) => {
      sent = new Request(input instanceof Request ? input : input.toString(), init)
      return new Response('{"id":"x"}')
    },
  })
  expect(outcome.ok).toBe(true)
  expect(sent?.url).toBe(
    `http://localhost:8000/api/1/envelope/?sentry_version=7&sentry_key=${'a'.repeat(32)}&sentry_client=culprit.connect/0.1.0`,
  )
  expect(sent?.headers.get('content-type')).toMatch(/^text\/plain/)
  const envelope = decodeEnvelope(new Uint8Array((await sent?.arrayBuffer()) ?? new ArrayBuffer()))
  expect(JSON.stringify(envelope)).toContain('event')
})

const refuse =
  (status: number, body = ''): (() => Promise<Response>) =>
  async () =>
    new Response(body, { status })
const unreachable = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'))

it.each([
  [refuse(413), {}, 'client_max_body_size'],
  [refuse(401, '{"detail":"unknown key"}'), {}, 'The server says: unknown key'],
  [refuse(429, '{"detail":"slow down"}'), {}, 'too many events'],
  [refuse(503, '{"detail":"disk full"}'), {}, 'disk full'],
  [refuse(502, '<html>'), {}, 'answered 502'],
  [unreachable, {}, 'ad blocker'],
  [unreachable, { pageOrigin: 'http://errors.example.org' }, 'CULPRIT_BASE_URL=http://errors.example.org'],
  [unreachable, { pageOrigin: 'https://errors.example.org' }, 'over https'],
  [unreachable, { dsn: 'nonsense' }, 'cannot be read'],
])('names the cause of a failure (%#)', async (answer, input, text) => {
  const outcome = await send(answer, input)
  expect(outcome.ok).toBe(false)
  expect(outcome.text).toContain(text)
})
