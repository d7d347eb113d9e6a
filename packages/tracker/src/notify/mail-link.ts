import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a link in a mail lets its reader do without signing in. */
export type MailLink =
  /** No more mails to this address; project 0: of no project. */
  | { readonly do: 'unsubscribe'; readonly address: string; readonly projectId: number }
  /** Repeats to this address wait for a digest, or no longer. */
  | { readonly do: 'digests'; readonly address: string; readonly on: boolean }
  /** The issue is ignored. */
  | { readonly do: 'mute'; readonly projectId: number; readonly issueId: number }

/** The page that mail links lead to. */
export const mailLinkPath = '/-/mail'

const signatureBytes = 16

/** Returns the address of a link. Whoever has it may do what it says, and nothing else. */
export function mailLinkUrl(baseUrl: string, link: MailLink, key: Uint8Array): string {
  const payload = Buffer.from(JSON.stringify(link)).toString('base64url')
  return `${baseUrl}${mailLinkPath}?t=${payload}.${sign(payload, key).toString('base64url')}`
}

/** Returns the link of a `t` parameter, or undefined when it was not made with this key. */
export function readMailLink(token: string | null, key: Uint8Array): MailLink | undefined {
  const [payload = '', signature = '', more] = (token ?? '').slice(0, 4096).split('.')
  const given = Buffer.from(signature, 'base64url')
  const expected = sign(payload, key)
  if (more !== undefined || given.length !== expected.length || !timingSafeEqual(given, expected))
    return undefined
  // Only `mailLinkUrl` signs, and it signs links.
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as MailLink
}

/** The key seals other things, too: what is signed here says what it is. */
function sign(payload: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key)
    .update(`culprit mail link 1 ${payload}`)
    .digest()
    .subarray(0, signatureBytes)
}
