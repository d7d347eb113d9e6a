import type { Exchange } from './exchange.ts'
import { headerOf } from './exchange.ts'
import { decodeWhole, readBody } from './read-body.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'

/** A form as sent: its text fields in order and its files. */
export interface Form {
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly files: readonly FormFile[]
}

interface FormFile {
  readonly field: string
  readonly filename: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

const maxParts = 1000

/** Reads a multipart form within the limit for bodies, decoded size included. Parts beyond 1000 are refused. */
export async function readForm(exchange: Exchange): Promise<Form | Refusal> {
  const contentType = headerOf(exchange.req, 'content-type') ?? ''
  if (!/^multipart\/form-data\b/i.test(contentType))
    return refuse(415, 'unsupported-media', 'a multipart form is expected')
  const body = await readBody(exchange)
  if (isRefusal(body)) return body
  const bytes = await decodeWhole(body, exchange.deps.limits.bodyBytes)
  return isRefusal(bytes) ? bytes : await parseForm(bytes, contentType)
}

async function parseForm(bytes: Uint8Array, contentType: string): Promise<Form | Refusal> {
  const fields: (readonly [string, string])[] = []
  const files: FormFile[] = []
  try {
    const form = await new Response(new Blob([bytes.slice()]), {
      headers: { 'content-type': contentType },
    }).formData()
    for (const [name, value] of form) {
      if (fields.length + files.length >= maxParts)
        return refuse(413, 'too-large', `more than ${maxParts} parts`)
      if (typeof value === 'string') fields.push([name, value])
      else
        files.push({
          field: name,
          filename: value.name.slice(0, 200),
          contentType: value.type.slice(0, 200),
          bytes: new Uint8Array(await value.arrayBuffer()),
        })
    }
  } catch (error) {
    return {
      ...refuse(400, 'malformed', 'invalid multipart form'),
      causes: [error instanceof Error ? error.message.slice(0, 200) : 'unreadable'],
    }
  }
  return { fields, files }
}
