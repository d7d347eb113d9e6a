import type { DigestEntry } from '../alert-content.ts'
import { alertMessage } from '../alert-message.ts'
import { digestLines, entryWords } from '../fit-digest.ts'
import { jsonRequest, type Channel } from './channel.ts'
import { defuseMentions } from './defuse-mentions.ts'
import { escapeWithin } from './escape-within.ts'

/** A message may have 4096 characters; these sum up to less. */
const limits = { headline: 200, text: 1200, value: 300, digest: 1700 }

const defaultApi = 'https://api.telegram.org'

/** Telegram, by a bot. The token stands in the path of the URL, as Telegram wants it, and is masked in the log. */
export const telegram: Channel = {
  kind: 'telegram',
  title: 'Telegram',
  fields: [
    {
      name: 'token',
      label: 'Bot token',
      type: 'secret',
      required: true,
      hint: 'Talk to @BotFather, send /newbot, copy the token: 123456:ABC…',
      pattern: { regex: /^\d+:[\w-]+$/, problem: 'A bot token looks like 123456:ABC-def.' },
    },
    {
      name: 'chat',
      label: 'Chat',
      type: 'text',
      required: true,
      hint: 'A chat id such as -1001234567890, or @name of a public channel. The bot must be a member.',
      pattern: {
        regex: /^(-?\d{1,20}|@\w{1,64})$/,
        problem: 'A chat is a number such as -1001234567890, or @name.',
      },
    },
    {
      name: 'thread',
      label: 'Topic',
      type: 'text',
      required: false,
      hint: 'The id of a topic of a group with topics; empty for the group itself.',
      pattern: { regex: /^\d{1,20}$/, problem: 'A topic is a number.' },
    },
    {
      name: 'api',
      label: 'Bot API server',
      type: 'url',
      required: false,
      hint: 'Only for a Bot API server of your own.',
      fallback: defaultApi,
    },
  ],
  toRequest(facts, settings) {
    if (facts.kind === 'resolved') return undefined
    const message = alertMessage(facts)
    const lines = [
      `<b>${html(message.headline, limits.headline)}</b>`,
      `<code>${html(message.title, limits.text)}</code>`,
      ...(message.place === '' ? [] : [`<code>${html(message.place, limits.value)}</code>`]),
      ...message.facts.map(([name, value]) => `${html(name, 40)}: ${html(value, limits.value)}`),
      ...digestLines(facts.digest, { line: digestLine, limit: limits.digest }),
      html(message.because, limits.value),
      `<a href="${html(facts.links.subject, 500)}">${html(message.linkText, 100)}</a>`,
    ]
    const api = (settings['api'] ?? defaultApi).replace(/\/+$/, '')
    return jsonRequest(`${api}/bot${settings['token'] ?? ''}/sendMessage`, {
      chat_id: settings['chat'],
      ...(settings['thread'] === undefined ? {} : { message_thread_id: Number(settings['thread']) }),
      text: lines.join('\n'),
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    })
  },
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])

function digestLine(entry: DigestEntry): string {
  const words = html(entryWords(entry), limits.value)
  if (!entry.issue) return words
  return `<a href="${html(entry.issue.link, 500)}">${html(entry.issue.shortId, 100)}</a> ${words}`
}

function html(text: string, limit: number): string {
  return escapeWithin(defuseMentions(text), limit, (char) => entities.get(char) ?? char)
}
