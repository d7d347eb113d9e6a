import type {
  AlertStore,
  Commands,
  DestinationStore,
  DigestStore,
  OutboxStore,
  ReadModels,
  WindowStore,
} from '@culprit/tracker'

/** One engine, opened on a place of its own with projects 1 `default` and 2 `internal`, as contract suites use it. */
export interface StoreHarness {
  readonly digest: DigestStore
  readonly outbox: OutboxStore
  readonly alerts: AlertStore
  readonly windows: WindowStore
  readonly destinations: DestinationStore
  readonly commands: Commands
  readonly reads: ReadModels
  /** Packs payloads as a decoder does. */
  readonly encodeBlock: (payloads: readonly string[]) => Uint8Array
  close(): Promise<void>
}

/** Opens an engine for one test; `now` is what its clock says. */
export type OpenStore = (options: { readonly now: number }) => Promise<StoreHarness>
