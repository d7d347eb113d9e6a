/** The headers that say what a body is. */
export type BodyHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

const textTypes = /^text\/|[/+]json$|[/+]xml$|^application\/(?:x-www-form-urlencoded|graphql|javascript)$/
const jsonTypes = /[/+]json$/

/**
 * Returns what a report shows of a body of `total` bytes that begins with `bytes`: parsed JSON, so that secrets are known
 * by their names; a text, with `...` where it is cut; else how many bytes it has.
 */
export function bodyFromBytes(bytes: Uint8Array, total: number, headers: BodyHeaders): unknown {
  const type = String(headers['content-type'] ?? 'text/plain')
  const [name = ''] = type.toLowerCase().split(';', 1)
  const isCoded = (headers['content-encoding'] ?? 'identity') !== 'identity'
  if (isCoded || !textTypes.test(name.trim())) return `[${total} bytes]`
  const text = new TextDecoder().decode(bytes)
  if (bytes.length < total) return `${text}...`
  return jsonTypes.test(name.trim()) ? (parsed(text) ?? text) : text
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
