import type { StoredAttachment } from '../ports/read-models.ts'

/** Pictures that a browser decodes and never runs; everything else is bytes without a meaning. */
const harmlessTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp'])

/** UTF-16 units of a name; longer ones are cut. */
const maxName = 200

/**
 * Returns an attachment's bytes as a download that no browser shows or runs: they came from strangers and nobody looked
 * into them. The name is sent as RFC 8187 wants it, so nothing in it can end the header.
 */
export function attachmentResponse(
  { filename, contentType }: Pick<StoredAttachment, 'filename' | 'contentType'>,
  body: Uint8Array<ArrayBuffer>,
): Response {
  const type = contentType.toLowerCase()
  return new Response(body, {
    headers: {
      'content-type': harmlessTypes.has(type) ? type : 'application/octet-stream',
      'content-length': String(body.byteLength),
      'content-disposition': `attachment; filename*=UTF-8''${encodedName(filename)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
    },
  })
}

/** No control characters and nothing that reorders text, no path, no dots in front; percent-encoded. */
function encodedName(filename: string): string {
  const plain = filename
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+/, '')
  const name = plain.slice(0, maxName).toWellFormed().trim()
  return encodeURIComponent(name === '' ? 'attachment' : name).replace(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
