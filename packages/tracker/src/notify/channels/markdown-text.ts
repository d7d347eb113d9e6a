import type { AlertDigest, DigestEntry } from '../alert-content.ts'
import { digestLines, entryWords } from '../fit-digest.ts'
import { defuseMentions } from './defuse-mentions.ts'
import { escapeWithin } from './escape-within.ts'

const maxEntry = 400

/** What a backslash takes the meaning from: elsewhere the backslash itself would be shown. */
const specials: Readonly<Record<'discord' | 'mattermost', RegExp>> = {
  discord: /[\\`*_~|[\](){}<>#+\-.!:]/,
  mattermost: /[\\`*_~|[\](){}>#+\-.!]/,
}

/**
 * Returns a stranger's text for a service's Markdown, of at most `limit` characters after escaping: nothing in it is
 * formatting, a link, an emoji or a mention.
 */
export function markdownText(service: keyof typeof specials, text: string, limit: number): string {
  const special = specials[service]
  // Mattermost makes a link of whatever looks like one, and shows the backslashes in it.
  const unlinked = service === 'mattermost' ? text.replaceAll('://', ':\u200b//') : text
  return escapeWithin(defuseMentions(unlinked), limit, (char) => (special.test(char) ? `\\${char}` : char))
}

/** Returns a digest as a list in a service's Markdown: short ids link to issues, the rest is text. */
export function markdownDigest(service: keyof typeof specials, digest: AlertDigest, limit: number): string {
  const lines = digestLines(digest, { line: (entry) => markdownEntry(service, entry), limit })
  return lines.map((line) => `- ${line}`).join('\n')
}

function markdownEntry(service: keyof typeof specials, entry: DigestEntry): string {
  const words = markdownText(service, entryWords(entry), maxEntry)
  if (!entry.issue) return words
  const { shortId, link } = entry.issue
  // A round bracket would end the link.
  const href = encodeURI(link).replaceAll('(', '%28').replaceAll(')', '%29')
  return `[${markdownText(service, shortId, 100)}](${href}) ${words}`
}
