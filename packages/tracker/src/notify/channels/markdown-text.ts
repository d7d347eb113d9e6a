import { defuseMentions } from './defuse-mentions.ts'
import { escapeWithin } from './escape-within.ts'

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
