import { createHmac } from 'node:crypto'
import type { AlertContent } from '../alert-content.ts'
import { jsonRequest, type Channel } from './channel.ts'

/** Any program that takes a POST request. The body is signed, so that it can tell ours from others. */
export const webhook: Channel = {
  kind: 'webhook',
  title: 'Webhook',
  fields: [
    {
      name: 'url',
      label: 'URL',
      type: 'secret-url',
      required: true,
      hint: 'Gets a POST request with JSON for each alert.',
    },
    {
      name: 'secret',
      label: 'Signing secret',
      type: 'secret',
      required: false,
      hint: 'Signs each request, so that your program can tell ours from others. Leave it empty to have one made.',
      pattern: { regex: /^\S{16,200}$/, problem: 'A signing secret has 16 to 200 characters and no spaces.' },
    },
  ],
  toRequest(facts, settings, { deliveryId, at }) {
    const seconds = Math.floor(at / 1000)
    const request = jsonRequest(settings['url'] ?? '', webhookBody(facts))
    const signature = sign(settings['secret'] ?? '', seconds, request.body)
    const headers = {
      ...request.headers,
      'culprit-event': eventNames[facts.kind],
      'culprit-delivery': deliveryId,
      'culprit-signature': `t=${seconds},v1=${signature}`,
    }
    return { ...request, headers }
  },
}

const eventNames: Readonly<Record<AlertContent['kind'], string>> = {
  fired: 'alert.fired',
  resolved: 'issue.resolved',
  test: 'alert.test',
}

/** HMAC-SHA256 over the time, a dot and the body as sent, in hex: the time is signed so that a copy cannot be replayed. */
function sign(secret: string, seconds: number, body: string): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
}

function webhookBody(facts: AlertContent): unknown {
  const { issue, event } = facts
  return {
    version: 1,
    event: eventNames[facts.kind],
    at: new Date(facts.at).toISOString(),
    rule: { ...facts.rule, reason: facts.reason, url: facts.links.rule },
    project: facts.project,
    url: facts.links.subject,
    ...(issue && {
      issue: {
        ...issue,
        firstSeen: new Date(issue.firstSeen).toISOString(),
        lastSeen: new Date(issue.lastSeen).toISOString(),
      },
    }),
    ...(event && { error: { ...event, at: new Date(event.at).toISOString(), url: facts.links.event } }),
    ...(facts.digest && { digest: facts.digest }),
    tags: Object.fromEntries(facts.tags),
  }
}
