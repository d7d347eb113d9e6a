/** An issue as the REST API serves it, as far as tests ask. */
export interface ServedIssue {
  readonly id: string
  readonly shortId: string
  readonly title: string
  readonly culprit: string
  readonly count: string
  readonly userCount: number
  readonly firstSeen: string
  readonly lastSeen: string
  readonly level: string
  readonly status: string
  readonly substatus: string | null
  readonly metadata: {
    readonly type?: string
    readonly value?: string
    readonly filename?: string
    readonly function?: string
  }
}

export interface ServedFrame {
  readonly filename: string | null
  readonly absPath: string | null
  readonly module: string | null
  readonly function: string | null
  readonly lineNo: number | null
  readonly colNo: number | null
  readonly context: readonly (readonly [line: number, text: string])[]
  readonly inApp: boolean
  readonly vars: Readonly<Record<string, unknown>> | null
}

export interface ServedException {
  readonly type: string
  readonly value: string
  readonly mechanism: { readonly type?: string; readonly handled?: boolean } | null
  readonly stacktrace: { readonly frames: readonly ServedFrame[] } | null
}

export interface ServedBreadcrumb {
  readonly message?: string | null
  readonly category?: string | null
  readonly type?: string
  readonly level?: string
  readonly data?: unknown
}

/** An event as the REST API serves it, as far as tests ask. */
export interface ServedEvent {
  readonly id: string
  readonly eventID: string
  readonly groupID: string
  readonly title: string
  readonly platform: string
  readonly entries: readonly { readonly type: string; readonly data: unknown }[]
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  readonly contexts: Readonly<Record<string, unknown>>
  readonly context: Readonly<Record<string, unknown>>
  readonly user: Readonly<Record<string, unknown>> | null
}

export interface ApiClient {
  /** One page of issues: all statuses unless a query says otherwise. */
  issues(query?: string): Promise<readonly ServedIssue[]>
  issue(id: string): Promise<ServedIssue>
  setStatus(id: string, status: 'resolved' | 'unresolved' | 'ignored'): Promise<ServedIssue>
  /** All stored events of an issue, page by page. At most 100 pages. */
  events(issueId: string): Promise<readonly { readonly eventID: string }[]>
  event(eventId: string): Promise<ServedEvent>
  /** Values of `/metrics` by name with labels. */
  metrics(): Promise<Readonly<Record<string, number>>>
  get(path: string): Promise<Response>
}

export interface ApiClientOptions {
  readonly url: string
  readonly token: string
  /** @default default */
  readonly project?: string | undefined
}

/** Returns a small client of the tracker's REST API for the first project. Anything but 2xx is thrown with its body. */
export function createApiClient({ url, token, project = 'default' }: ApiClientOptions): ApiClient {
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await fetch(new URL(path, url), { ...init, headers })
    if (!response.ok)
      throw new Error(`${init.method ?? 'GET'} ${path} answered ${response.status}: ${await response.text()}`)
    return response
  }
  // The shapes are what the tests are about: a wrong one fails the assertion that reads it.
  const json = async <T>(path: string, init?: RequestInit): Promise<T> =>
    (await (await request(path, init)).json()) as T
  const issuePath = (id: string): string => `/api/0/organizations/culprit/issues/${id}/`
  const events = async (issueId: string): Promise<readonly { readonly eventID: string }[]> => {
    const all: { readonly eventID: string }[] = []
    let next: string | undefined = `${issuePath(issueId)}events/?per_page=100`
    for (let page = 0; next !== undefined && page < 100; page++) {
      const response = await request(next)
      all.push(...((await response.json()) as { readonly eventID: string }[]))
      next = nextPage(response.headers.get('link') ?? '')
    }
    return all
  }
  return {
    issues: (query = '') =>
      json(`/api/0/projects/culprit/${project}/issues/?query=${encodeURIComponent(query)}`),
    issue: (id) => json(issuePath(id)),
    setStatus: (id, status) => json(issuePath(id), { method: 'PUT', body: JSON.stringify({ status }) }),
    events,
    event: (eventId) => json(`/api/0/projects/culprit/${project}/events/${eventId}/`),
    metrics: async () => parseMetrics(await (await fetch(new URL('/metrics', url))).text()),
    get: (path) => request(path),
  }
}

/** Returns the data of an event's entry of one type. @throws {Error} When the event has none. */
export function entryOf<T>(event: ServedEvent, type: string): T {
  const entry = event.entries.find((each) => each.type === type)
  if (entry === undefined)
    throw new Error(
      `Event ${event.id} has no ${type}, only ${event.entries.map((each) => each.type).join(', ')}`,
    )
  return entry.data as T
}

function nextPage(link: string): string | undefined {
  const part = link.split(/,\s*(?=<)/).find((each) => each.includes('rel="next"'))
  return part?.includes('results="false"') ? undefined : /<([^>]+)>/.exec(part ?? '')?.[1]
}

function parseMetrics(text: string): Readonly<Record<string, number>> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  )
}
