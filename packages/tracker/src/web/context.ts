import type { Instant } from '../domain/instant.ts'
import type { Project } from '../domain/project.ts'
import type { ProjectScope } from '../ports/commands.ts'
import type { UserView } from '../ports/read-models.ts'
import type { Banner } from './banner.ts'
import type { WebDeps } from './web-deps.ts'

/** Which of a route's three representations the client asked for, by path suffix or `Accept`. */
export type Representation = 'html' | 'json' | 'md'

/** All that a page knows about the request it answers. The user is signed in. */
export interface PageContext {
  /** Every project the user may see, the internal one included. */
  readonly scope: ProjectScope
  /** The projects of `scope`, the first is where `/connect` leads. */
  readonly projects: readonly Project[]
  readonly user: UserView
  /** Goes into a hidden field `csrf` of every form that posts. */
  readonly csrf: string
  readonly now: Instant
  /** Path without query, as asked for. */
  readonly path: string
  readonly query: URLSearchParams
  readonly wants: Representation
  readonly banners: readonly Banner[]
  readonly deps: WebDeps
}
