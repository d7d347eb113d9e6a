/** A change the server told us of. Numbers are ids of the database. */
export type LiveMessage =
  | { readonly kind: 'issues'; readonly projectIds: readonly number[]; readonly issueIds: readonly number[] }
  | { readonly kind: 'ingest' }
  /** Something may have changed while nobody listened: fetch anew. */
  | { readonly kind: 'resync' }

/** Reads a message of the stream; undefined when it is none we know. */
export function parseMessage(text: string): LiveMessage | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined
    if (value.kind === 'ingest') return { kind: 'ingest' }
    if (value.kind !== 'issues') return undefined
    return { kind: 'issues', projectIds: idsOf(value, 'projectIds'), issueIds: idsOf(value, 'issueIds') }
  } catch {
    return undefined
  }
}

function idsOf(value: object, key: string): readonly number[] {
  const list: unknown = Reflect.get(value, key)
  return Array.isArray(list) ? list.filter((id) => typeof id === 'number') : []
}
