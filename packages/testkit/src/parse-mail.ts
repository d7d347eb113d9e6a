/** A mail as it came over SMTP, taken apart as far as our own mails need. */
export interface ParsedMail {
  /** Names in lower case; a repeated header keeps its last value; encoded words are decoded. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly html: string
  readonly raw: string
}

interface Part {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Returns the headers and the text and HTML bodies of a mail: multipart of any depth, quoted-printable, base64. */
export function parseMail(raw: string): ParsedMail {
  const top = splitPart(raw)
  const leaves = flatten(top)
  const find = (type: string): string => {
    const part = leaves.find((leaf) =>
      (leaf.headers['content-type'] ?? 'text/plain').toLowerCase().startsWith(type),
    )
    return part === undefined ? '' : decodeBody(part)
  }
  const headers = Object.fromEntries(
    Object.entries(top.headers).map(([name, value]) => [name, decodeWords(value)]),
  )
  return { headers, text: find('text/plain'), html: find('text/html'), raw }
}

function splitPart(raw: string): Part {
  const end = raw.search(/\r?\n\r?\n/)
  const head = end < 0 ? raw : raw.slice(0, end)
  const body = end < 0 ? '' : raw.slice(end).replace(/^\r?\n\r?\n/, '')
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const pairs = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { headers: Object.fromEntries(pairs), body }
}

function flatten(part: Part): readonly Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(part.headers['content-type'] ?? '')?.[1]
  if (boundary === undefined) return [part]
  const pieces = part.body.split(`--${boundary}`).slice(1, -1)
  return pieces.flatMap((piece) => flatten(splitPart(piece.replace(/^\r?\n/, '').replace(/\r?\n$/, ''))))
}

function decodeBody(part: Part): string {
  const encoding = (part.headers['content-transfer-encoding'] ?? '7bit').toLowerCase()
  if (encoding === 'base64') return Buffer.from(part.body, 'base64').toString('utf8')
  return encoding === 'quoted-printable' ? decodeQuoted(part.body.replaceAll(/=\r?\n/g, '')) : part.body
}

function decodeQuoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function decodeWords(value: string): string {
  const joined = value.replaceAll(/\?=\s+=\?/g, '?==?')
  return joined.replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
    kind.toLowerCase() === 'b'
      ? Buffer.from(text, 'base64').toString('utf8')
      : decodeQuoted(text.replaceAll('_', ' ')),
  )
}
