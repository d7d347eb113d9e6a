/** Which part of a list a client asks for. */
export interface ListRequest {
  /** 1 to 100. */
  readonly limit: number
  readonly cursor?: string | undefined
}

const maxPerPage = 100

/** Returns which part of a list is wanted: `per_page` or `limit` up to 100 (default 100), and `cursor`. */
export function listRequest(query: URLSearchParams): ListRequest {
  const asked = Number(query.get('per_page') ?? query.get('limit') ?? maxPerPage)
  const limit = Number.isInteger(asked) && asked >= 1 ? Math.min(asked, maxPerPage) : maxPerPage
  const cursor = query.get('cursor')
  return cursor === null || cursor === '' ? { limit } : { limit, cursor }
}

/** Cursors of the neighbouring pages. */
export interface Neighbours {
  readonly next?: string | undefined
  readonly previous?: string | undefined
}

/** Stands where there is no page: Sentry's clients expect a cursor in both links. */
const noCursor = '0:0:0'

/**
 * Returns the `Link` header of a list, in Sentry's form: `<URL>; rel="next"; results="true"; cursor="..."`, and the same
 * for `previous`. Clients go on while `results` is true. https://docs.sentry.io/api/pagination/
 */
export function linkHeader(requestUrl: string, baseUrl: string, neighbours: Neighbours): string {
  const link = (rel: keyof Neighbours): string => {
    const cursor = neighbours[rel]
    const asked = new URL(requestUrl)
    asked.searchParams.set('cursor', cursor ?? noCursor)
    const url = `${baseUrl}${asked.pathname}${asked.search}`
    return `<${url}>; rel="${rel}"; results="${cursor !== undefined}"; cursor="${cursor ?? noCursor}"`
  }
  return `${link('previous')}, ${link('next')}`
}
