import type { AlertContent } from '../alert-content.ts'
import { alertMessage } from '../alert-message.ts'
import { jsonRequest, type Channel } from './channel.ts'
import { cut } from './escape-within.ts'
import { markdownDigest, markdownText } from './markdown-text.ts'

/** Limits of embeds; all of one embed together may be 6000: https://docs.discord.com/developers/resources/message */
const limits = { title: 256, description: 1500, digest: 3500, name: 64, value: 300, author: 256, footer: 500 }

/** Discord, by a webhook of a channel. */
export const discord: Channel = {
  kind: 'discord',
  title: 'Discord',
  fields: [
    {
      name: 'url',
      label: 'Webhook URL',
      type: 'secret-url',
      required: true,
      hint: 'In Discord: channel settings, Integrations, Webhooks, New Webhook, Copy Webhook URL.',
    },
  ],
  toRequest(facts, settings) {
    if (facts.kind === 'resolved') return undefined
    const message = alertMessage(facts)
    return jsonRequest(settings['url'] ?? '', {
      username: 'Culprit',
      // Whatever stands in the texts, nobody is called.
      allowed_mentions: { parse: [] },
      embeds: [
        {
          author: { name: cut(message.headline, limits.author) },
          title: markdownText('discord', message.title, limits.title),
          url: facts.links.subject,
          description: description(facts, message.place),
          color: Number.parseInt(message.colour, 16),
          fields: message.facts.map(([name, value]) => ({
            name: cut(name, limits.name),
            value: markdownText('discord', value, limits.value),
            inline: true,
          })),
          footer: { text: cut(message.because, limits.footer) },
          ...(facts.event === undefined ? {} : { timestamp: new Date(facts.event.at).toISOString() }),
        },
      ],
    })
  },
}

/** Digests have no fields beside the description, so that it may be longer. */
function description({ digest }: AlertContent, place: string): string {
  return digest
    ? markdownDigest('discord', digest, limits.digest)
    : markdownText('discord', place, limits.description)
}
