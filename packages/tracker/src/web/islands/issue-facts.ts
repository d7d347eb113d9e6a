/** What of an issue a script keeps up to date on an open page. */
export interface IssueFacts {
  readonly id: number
  readonly count: number
  readonly userCount: number
  readonly lastSeen: number
  readonly status: string
  /** Events an hour, oldest first; empty where the page shows none. */
  readonly trend: readonly number[]
}

/** What the JSON of the issue list carries for a script. */
export interface ListFacts {
  readonly items: readonly IssueFacts[]
  /** How many issues stand in each tab. */
  readonly counts: ReadonlyMap<string, number>
}

/** What the JSON of an issue page carries for a script. */
export interface DetailFacts {
  readonly issue: IssueFacts
  readonly latestId?: string | undefined
}

/** Reads the JSON of the issue list; undefined when it is none. */
export function parseListFacts(value: unknown): ListFacts | undefined {
  const items = field(value, 'items')
  if (!Array.isArray(items)) return undefined
  const counts = Object.entries(field(value, 'counts') ?? {})
  return {
    items: items.map(parseIssue).filter((item) => item !== undefined),
    counts: new Map(counts.filter((entry): entry is [string, number] => typeof entry[1] === 'number')),
  }
}

/** Reads the JSON of an issue page; undefined when it is none. */
export function parseDetailFacts(value: unknown): DetailFacts | undefined {
  const issue = parseIssue(field(value, 'issue'))
  const latestId = field(field(value, 'event'), 'latestId')
  return issue && { issue, latestId: typeof latestId === 'string' ? latestId : undefined }
}

function parseIssue(value: unknown): IssueFacts | undefined {
  const [id, count, userCount, lastSeen] = ['id', 'count', 'userCount', 'lastSeen'].map((key) =>
    field(value, key),
  )
  if (
    typeof id !== 'number' ||
    typeof count !== 'number' ||
    typeof userCount !== 'number' ||
    typeof lastSeen !== 'number'
  ) {
    return undefined
  }
  const [status, trend] = [field(value, 'status'), field(value, 'trend')]
  return {
    id,
    count,
    userCount,
    lastSeen,
    status: typeof status === 'string' ? status : '',
    trend: Array.isArray(trend) ? trend.filter((bucket) => typeof bucket === 'number') : [],
  }
}

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
