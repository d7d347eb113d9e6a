import type { AlertDigest, DigestEntry } from '../alert-content.ts'
import { alertMessage } from '../alert-message.ts'
import { entryWords, fitDigest } from '../fit-digest.ts'
import { jsonRequest, type Channel } from './channel.ts'
import { cut } from './escape-within.ts'

/** A message may have 28 kB; these keep the largest card well below. */
const limits = { headline: 200, text: 1000, value: 300, digest: 4000 }

/**
 * Microsoft Teams, by the webhook of a workflow. Texts are `TextRun`s, the one element of adaptive cards that is not
 * read as Markdown: nothing in them is formatting or a link. Mentions need entities, which the card has none of.
 */
export const teams: Channel = {
  kind: 'teams',
  title: 'Microsoft Teams',
  fields: [
    {
      name: 'url',
      label: 'Workflow URL',
      type: 'secret-url',
      required: true,
      hint: 'In Teams: the channel’s menu, Workflows, “Send webhook alerts to a channel”; copy the URL at the end.',
    },
  ],
  toRequest(facts, settings) {
    if (facts.kind === 'resolved') return undefined
    const message = alertMessage(facts)
    const card = {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      msteams: { width: 'Full' },
      body: [
        line([run(message.headline, { limit: limits.headline, isSubtle: true })]),
        line([run(message.title, { limit: limits.text, weight: 'Bolder', size: 'Medium' })]),
        ...(message.place === '' ? [] : [line([run(message.place, { fontType: 'Monospace' })])]),
        ...message.facts.map(([name, value]) =>
          line([run(`${name}: `, { isSubtle: true }), run(value, { limit: limits.value })]),
        ),
        ...(facts.digest === undefined ? [] : digestBlocks(facts.digest)),
        line([run(message.because, { isSubtle: true })]),
      ],
      actions: [{ type: 'Action.OpenUrl', title: message.linkText, url: facts.links.subject }],
    }
    return jsonRequest(settings['url'] ?? '', {
      type: 'message',
      attachments: [
        { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card },
      ],
    })
  },
}

interface RunStyle {
  /** @default 1000 characters */
  readonly limit?: number
  readonly isSubtle?: true
  readonly weight?: 'Bolder'
  readonly size?: 'Medium'
  readonly fontType?: 'Monospace'
}

function run(text: string, { limit = limits.text, ...style }: RunStyle): unknown {
  return { type: 'TextRun', text: cut(text, limit), ...style }
}

function digestBlocks(digest: AlertDigest): readonly unknown[] {
  const size = (entry: DigestEntry): number => entryWords(entry).length
  const { entries, more } = fitDigest(digest, { size, limit: limits.digest })
  return [
    ...entries.map((entry) => line([...linkOf(entry), run(entryWords(entry), { limit: limits.value })])),
    ...(more === undefined ? [] : [line([run(more, { isSubtle: true })])]),
  ]
}

/** A run cannot be a Markdown link, but it can be pressed. */
function linkOf({ issue }: DigestEntry): readonly unknown[] {
  if (!issue) return []
  const selectAction = { type: 'Action.OpenUrl', url: issue.link }
  return [{ type: 'TextRun', text: `${issue.shortId} `, weight: 'Bolder', selectAction }]
}

function line(inlines: readonly unknown[]): unknown {
  return { type: 'RichTextBlock', spacing: 'Small', inlines }
}
