const maxTags = 200
const maxLength = 200

/**
 * Returns tags as servers take them: keys of `[a-zA-Z0-9_.:-]` (a space becomes `-`, anything else `_`) and values of
 * one line, both of at most 200 characters; longer ones are cut, since servers leave them out. At most 200 tags.
 */
export function toSentTags(tags: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const sent: [string, string][] = []
  for (const [key, value] of Object.entries(tags)) {
    if (sent.length >= maxTags) break
    const name = key
      .slice(0, maxLength)
      .replaceAll(' ', '-')
      .replaceAll(/[^\w.:-]/g, '_')
    const text = textOf(value)
    if (name !== '' && text !== '') sent.push([name, text])
  }
  return Object.fromEntries(sent)
}

/** Programs without types give anything; what is no single value is no tag. */
function textOf(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return ''
  return String(value).slice(0, maxLength).replaceAll(/\s+/g, ' ').trim()
}
