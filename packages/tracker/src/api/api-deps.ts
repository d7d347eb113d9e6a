import type { Clock } from '../domain/instant.ts'
import type { TestDestination } from '../notify/test-destination.ts'
import type { Commands } from '../ports/commands.ts'
import type { ReadModels } from '../ports/read-models.ts'

/** What the API needs of the outside; what pages need is enough of it. */
export interface ApiDeps {
  readonly reads: ReadModels
  readonly commands: Commands
  readonly clock: Clock
  readonly config: ApiConfig
  readonly testDestination: TestDestination
  /** Reports an error of the tracker's own to the internal project. Must not throw. */
  readonly reportError: (error: unknown, where: string) => string
}

/** The part of the configuration that the API shows or obeys. */
interface ApiConfig {
  /** Without a trailing slash. */
  readonly baseUrl: string
  /** SHA-256 of CULPRIT_API_TOKEN, hex; undefined when there is no token. */
  readonly apiTokenHash?: string | undefined
  readonly version: string
}
