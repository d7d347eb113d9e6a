import type { SentEvent } from '@culprit/wire'
import type { VariablesSource } from '../../src/report/capture.ts'
import { ReportClient } from '../../src/report/client.ts'
import type { EventSink } from '../../src/report/event-sink.ts'
import { type ReportIdentity, type ReportOptions, toReportSettings } from '../../src/report/options.ts'
import type { OutgoingEvent } from '../../src/report/outgoing-event.ts'

/** A delivery that keeps what it is given. */
export class FakeSink implements EventSink {
  readonly payloads: string[] = []
  readonly losses: (readonly [reason: string, category: string])[] = []
  submittedSync = 0

  get events(): readonly SentEvent[] {
    return this.payloads.map((payload) => JSON.parse(payload))
  }

  readonly submit = ({ payload }: OutgoingEvent): void =>
    void this.payloads.push(new TextDecoder().decode(payload))

  readonly submitSync = (event: OutgoingEvent): void => {
    this.submittedSync++
    this.submit(event)
  }

  readonly flush = (): Promise<boolean> => Promise.resolve(true)
  readonly flushSync = (): void => undefined
  readonly close = (): Promise<boolean> => Promise.resolve(true)
  readonly countLoss = (reason: string, category: string): void => void this.losses.push([reason, category])
}

/** What may differ from a client that reports to a list. */
export interface FakeClientOptions {
  readonly sink?: FakeSink
  readonly isOff?: boolean
  readonly randoms?: number[]
  readonly variables?: VariablesSource
  readonly identity?: ReportIdentity
  /** @default a clock that stands still */
  readonly now?: () => number
}

/** A client whose events are kept in a list. */
export interface FakeClient {
  readonly client: ReportClient
  readonly sink: FakeSink
  readonly warnings: readonly string[]
}

/** Returns a client whose events are kept in a list; its clock stands still unless another is given. */
export function openFakeClient(options: ReportOptions = {}, fake: FakeClientOptions = {}): FakeClient {
  const { sink = new FakeSink(), randoms = [], variables, identity = {} } = fake
  const warnings: string[] = []
  const client = new ReportClient(toReportSettings(identity, options), {
    sink: fake.isOff === true ? undefined : sink,
    variables,
    now: fake.now ?? (() => 1_700_000_000_000),
    random: () => randoms.shift() ?? 0,
    warn: (line) => warnings.push(line),
  })
  return { client, sink, warnings }
}
