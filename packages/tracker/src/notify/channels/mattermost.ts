import type { AlertContent } from '../alert-content.ts'
import { alertMessage } from '../alert-message.ts'
import { jsonRequest, type Channel } from './channel.ts'
import { defuseMentions } from './defuse-mentions.ts'
import { cut } from './escape-within.ts'
import { markdownDigest, markdownText } from './markdown-text.ts'

const limits = { fallback: 400, title: 400, text: 2000, digest: 6000, value: 400, footer: 300 }

/** Mattermost, by an incoming webhook. Only title, text and values are read as Markdown. */
export const mattermost: Channel = {
  kind: 'mattermost',
  title: 'Mattermost',
  fields: [
    {
      name: 'url',
      label: 'Webhook URL',
      type: 'secret-url',
      required: true,
      hint: 'In Mattermost: Integrations, Incoming Webhooks, Add Incoming Webhook. https://chat.example.org/hooks/…',
    },
  ],
  toRequest(facts, settings) {
    if (facts.kind === 'resolved') return undefined
    const message = alertMessage(facts)
    return jsonRequest(settings['url'] ?? '', {
      username: 'Culprit',
      attachments: [
        {
          fallback: plain(`${message.headline}: ${message.title}`, limits.fallback),
          color: `#${message.colour}`,
          author_name: plain(message.headline, limits.title),
          title: markdownText('mattermost', message.title, limits.title),
          title_link: facts.links.subject,
          text: text(facts, message.place),
          fields: message.facts.map(([name, value]) => ({
            title: name,
            value: markdownText('mattermost', value, limits.value),
            short: true,
          })),
          footer: plain(message.because, limits.footer),
        },
      ],
    })
  },
}

function text({ digest }: AlertContent, place: string): string {
  return digest
    ? markdownDigest('mattermost', digest, limits.digest)
    : markdownText('mattermost', place, limits.text)
}

function plain(text: string, limit: number): string {
  return cut(defuseMentions(text), limit)
}
