import type { Level } from '@culprit/wire'
import type { DigestEntry } from '../alert-content.ts'
import { alertMessage, levelOf } from '../alert-message.ts'
import { digestLines, entryWords } from '../fit-digest.ts'
import { jsonRequest, type Channel } from './channel.ts'
import { byteLength, cut, cutBytes } from './escape-within.ts'

/** ntfy makes a message above 4096 bytes an attachment: https://docs.ntfy.sh/publish/#limitations */
const limits = { titleChars: 200, messageBytes: 4000, digestBytes: 3000, entryBytes: 600 }

const defaultServer = 'https://ntfy.sh'

/** 5 rings through silence. */
const priorities: Readonly<Record<Level, number>> = { fatal: 5, error: 4, warning: 3, info: 3, debug: 2 }

/** ntfy, on ntfy.sh or a server of one's own. Messages are plain text. */
export const ntfy: Channel = {
  kind: 'ntfy',
  title: 'ntfy',
  fields: [
    {
      name: 'topic',
      label: 'Topic',
      type: 'text',
      required: true,
      hint: 'The name to subscribe to. On ntfy.sh whoever guesses it can read along: choose a long one.',
      pattern: { regex: /^[\w-]{1,64}$/, problem: 'A topic has letters, digits, _ and -, at most 64.' },
    },
    {
      name: 'server',
      label: 'Server',
      type: 'url',
      required: false,
      hint: 'The address of your own server.',
      fallback: defaultServer,
    },
    {
      name: 'token',
      label: 'Access token',
      type: 'secret',
      required: false,
      hint: 'For topics that are protected: Account, Access tokens. Starts with tk_.',
      pattern: { regex: /^\S+$/, problem: 'A token has no spaces.' },
    },
  ],
  toRequest(facts, settings) {
    if (facts.kind === 'resolved') return undefined
    const message = alertMessage(facts)
    const text = [
      message.title,
      message.place,
      ...message.facts.map(([name, value]) => `${name}: ${value}`),
      ...digestLines(facts.digest, { line: digestLine, limit: limits.digestBytes, size: byteLength }),
      message.because,
    ]
    const authorization =
      settings['token'] === undefined ? {} : { authorization: `Bearer ${settings['token']}` }
    return jsonRequest(
      settings['server'] ?? defaultServer,
      {
        topic: settings['topic'],
        title: cut(message.headline, limits.titleChars),
        message: cutBytes(text.filter((line) => line !== '').join('\n'), limits.messageBytes),
        priority: priorities[levelOf(facts)],
        tags: ['rotating_light'],
        click: facts.links.subject,
      },
      authorization,
    )
  },
}

/** Apps make a link of an address that stands by itself. */
function digestLine(entry: DigestEntry): string {
  const words = cutBytes(entryWords(entry), limits.entryBytes)
  return entry.issue ? `${entry.issue.shortId} ${words}\n${entry.issue.link}` : words
}
