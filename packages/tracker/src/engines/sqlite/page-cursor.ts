/** A place in an ordered list and the way to go from it. Opaque to clients. */
export interface PageCursor {
  /** What the list is ordered by; a cursor of another order is no good. */
  readonly order: string
  /** The values of the last row seen, in the order of the sort. */
  readonly at: readonly [number, number]
  readonly direction: 'next' | 'previous'
}

/** Returns a cursor as base64url text. */
export function encodeCursor({ order, at, direction }: PageCursor): string {
  return Buffer.from(JSON.stringify([order, at[0], at[1], direction === 'next' ? 1 : 0]), 'utf8').toString(
    'base64url',
  )
}

/** Reads a cursor back; undefined (the first page) when it is none of ours or of another order. */
export function decodeCursor(text: string | undefined, order: string): PageCursor | undefined {
  if (text === undefined || text.length === 0 || text.length > 200) return undefined
  const value = parse(text)
  if (!Array.isArray(value) || value.length !== 4 || value[0] !== order) return undefined
  const [, first, second, next]: readonly unknown[] = value
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || (next !== 0 && next !== 1))
    return undefined
  return { order, at: [Number(first), Number(second)], direction: next === 1 ? 'next' : 'previous' }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** One page of rows with the cursors of its neighbours. */
export interface CursorPage<Row> {
  readonly rows: readonly Row[]
  readonly next?: string | undefined
  readonly previous?: string | undefined
}

/** What `toPage` needs besides the rows. */
export interface PageFacts<Row> {
  readonly order: string
  readonly limit: number
  readonly cursor: PageCursor | undefined
  readonly placeOf: (row: Row) => readonly [number, number]
}

/** Makes a page of rows that were read in the cursor's direction with more than the page holds if there are more. */
export function toPage<Row>(
  read: readonly Row[],
  { order, limit, cursor, placeOf }: PageFacts<Row>,
): CursorPage<Row> {
  const backwards = cursor?.direction === 'previous'
  const more = read.length > limit
  const rows = backwards ? read.slice(0, limit).reverse() : read.slice(0, limit)
  const first = rows[0]
  const last = rows.at(-1)
  const hasNext = backwards ? cursor !== undefined : more
  const hasPrevious = backwards ? more : cursor !== undefined
  return {
    rows,
    next: last && hasNext ? encodeCursor({ order, at: placeOf(last), direction: 'next' }) : undefined,
    previous:
      first && hasPrevious ? encodeCursor({ order, at: placeOf(first), direction: 'previous' }) : undefined,
  }
}
