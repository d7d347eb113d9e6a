import type { AlertDigest, DigestEntry } from '../alert-content.ts'
import { alertMessage, type AlertMessage } from '../alert-message.ts'
import { entryWords, fitDigest } from '../fit-digest.ts'
import { jsonRequest, type Channel } from './channel.ts'
import { defuseMentions } from './defuse-mentions.ts'
import { cut, escapeWithin } from './escape-within.ts'

/** Limits of Block Kit: https://docs.slack.dev/reference/block-kit/blocks */
const limits = { header: 150, section: 2000, field: 200, fields: 10, fallback: 300, entry: 300 }

/**
 * Slack, by an incoming webhook. What strangers sent stands in `plain_text` objects, which know no formatting; only
 * the notification's text and the link are mrkdwn, escaped.
 */
export const slack: Channel = {
  kind: 'slack',
  title: 'Slack',
  fields: [
    {
      name: 'url',
      label: 'Webhook URL',
      type: 'secret-url',
      required: true,
      hint: 'In Slack: api.slack.com/apps, your app, Incoming Webhooks, Add New Webhook. https://hooks.slack.com/services/…',
    },
  ],
  toRequest(facts, settings) {
    if (facts.kind === 'resolved') return undefined
    const message = alertMessage(facts)
    const blocks = [
      { type: 'header', text: plain(message.headline, limits.header) },
      { type: 'section', text: plain(message.title, limits.section) },
      ...(message.place === '' ? [] : [{ type: 'section', text: plain(message.place, limits.section) }]),
      ...fieldsBlock(message),
      ...(facts.digest === undefined ? [] : digestBlocks(facts.digest)),
      {
        type: 'context',
        elements: [
          { type: 'mrkdwn', text: `<${encodeURI(facts.links.subject)}|${mrkdwn(message.linkText, 200)}>` },
          plain(message.because, limits.section),
        ],
      },
    ]
    return jsonRequest(settings['url'] ?? '', {
      text: mrkdwn(`${message.headline}: ${message.title}`, limits.fallback),
      unfurl_links: false,
      unfurl_media: false,
      attachments: [{ color: `#${message.colour}`, blocks }],
    })
  },
}

/** A section with no fields would be refused. */
function fieldsBlock({ facts }: AlertMessage): readonly unknown[] {
  if (facts.length === 0) return []
  const fields = facts
    .slice(0, limits.fields)
    .map(([name, value]) => plain(`${name}: ${value}`, limits.field))
  return [{ type: 'section', fields }]
}

/** An entry is a block of its own: the link is mrkdwn, what strangers sent is not. A message may have 50 blocks. */
function digestBlocks(digest: AlertDigest): readonly unknown[] {
  const { entries, more } = fitDigest(digest, {
    size: (entry) => entryWords(entry).length,
    limit: limits.section,
  })
  const context = (...elements: readonly unknown[]): unknown => ({ type: 'context', elements })
  return [
    ...entries.map((entry) => context(...linkOf(entry), plain(entryWords(entry), limits.entry))),
    ...(more === undefined ? [] : [context(plain(more, limits.entry))]),
  ]
}

function linkOf({ issue }: DigestEntry): readonly unknown[] {
  if (!issue) return []
  return [{ type: 'mrkdwn', text: `<${encodeURI(issue.link)}|${mrkdwn(issue.shortId, 100)}>` }]
}

function plain(text: string, limit: number): unknown {
  return { type: 'plain_text', text: cut(defuseMentions(text), limit), emoji: false }
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
])

/** `<!channel>` and `<@U123>` become text; https://docs.slack.dev/messaging/formatting-message-text#escaping */
function mrkdwn(text: string, limit: number): string {
  return escapeWithin(defuseMentions(text), limit, (char) => entities.get(char) ?? char)
}
