/**
 * What a report tells of a request, read from the framework only when an error is reported. Nothing is scrubbed or cut
 * here; whoever sends or stores it does both.
 */
export interface RequestData {
  /** The method in capitals. */
  readonly method: string
  /** The whole URL with its query; without scheme and host where the client named no host. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The body, as far as the application or its framework had it by then; never read for the report. */
  readonly body?: unknown
  /** The address of the client's socket. */
  readonly remoteAddress?: string | undefined
  /** The pattern of the route that matched (`/users/:id`), where the framework tells it. */
  readonly route?: string | undefined
  /** Who is signed in, as the application left it on the request (`req.user`). */
  readonly user?: unknown
}
