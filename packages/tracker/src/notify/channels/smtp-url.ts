/** Where mails go, from `smtp://user:pass@host:port` (STARTTLS when offered) or `smtps://...` (TLS from the start). */
export interface SmtpAddress {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly user?: string | undefined
  readonly password?: string | undefined
}

/** Returns the mail server that a URL names. @throws {TypeError} When it is none; the message holds no password. */
export function parseSmtpUrl(text: string): SmtpAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') {
    throw new TypeError(
      'The mail server must be a URL like smtp://user:password@host:587 or smtps://user:password@host:465',
    )
  }
  const secure = url.protocol === 'smtps:'
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    ...(url.username === '' ? {} : { user: decode(url.username), password: decode(url.password) }),
  }
}

/** A `%` that begins no escape is meant as itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
