import { createApiClient } from '../../packages/testkit/src/api-client.ts'
import { runTracker, type TrackerProcess } from '../../packages/testkit/src/run-tracker.ts'
import { createSmtpSink, type SmtpSink } from '../../packages/testkit/src/smtp-sink.ts'
import { createTempDir } from '../../packages/testkit/src/temp-dir.ts'
import { until } from '../../packages/testkit/src/until.ts'
import { prepareLoad } from '../child.ts'
import { readStages, type MailStages } from './stages.ts'

export interface Delays {
  readonly load: string
  /** Events a second, probes not counted. */
  readonly rate: number
  readonly newIssue: DelayStats
  /** The same from when the event was sent, which counts the wait for its answer too. */
  readonly newIssueSinceSent: DelayStats
  readonly threshold: DelayStats
  /** Medians of where the time of mails about new issues went. */
  readonly stages: Omit<MailStages, 'received'>
}

/** Milliseconds from the answer to the mail. */
export interface DelayStats {
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

export interface DelayOptions {
  readonly seed: number
  readonly seconds: number
}

const rawBytes = 10_000
const ruleName = 'Too often'
const threshold = 10

/** Runs the tracker under load, and probes how long mails take. */
export async function measureDelays({ seed, seconds }: DelayOptions): Promise<readonly Delays[]> {
  await using sink = await createSmtpSink()
  await using dir = await createTempDir('culprit-bench-')
  const most = '100000000'
  const tracker = await runTracker({
    dataDir: dir.path,
    env: {
      CULPRIT_KEY_EVENTS_PER_MINUTE: most,
      CULPRIT_EVENTS_PER_MINUTE: most,
      CULPRIT_MESSAGES_PER_HOUR: '10000',
      CULPRIT_SMTP_URL: sink.url,
      CULPRIT_ADMIN_EMAIL: 'me@example.org',
    },
  })
  try {
    await makeRules(tracker)
    const full = await load(tracker, { seed, count: 6000 })
    note(`${Math.round(full.processedPerSecond)} events/s processed`)
    const half = full.processedPerSecond / 2
    const probe = (name: string): Promise<ProbeTimes> => probeWhile(tracker, sink, name)
    const halfTimes = probe('half')
    // Another seed each time: the same would give the same event ids, which are duplicates.
    await load(tracker, {
      seed: seed + 1,
      count: Math.round(half * seconds),
      rate: half,
      probes: halfTimes,
    })
    note('half load done')
    const fullTimes = probe('full')
    await load(tracker, {
      seed: seed + 2,
      count: Math.round(full.processedPerSecond * seconds),
      probes: fullTimes,
    })
    note('full load done')
    const [halfProbes, fullProbes] = [await (await halfTimes).stop(), await (await fullTimes).stop()]
    const stages = readStages(dir.path)
    return [
      { load: 'half of the full load', rate: half, ...withStages(halfProbes, stages) },
      { load: 'the full load', rate: full.processedPerSecond, ...withStages(fullProbes, stages) },
    ]
  } finally {
    await tracker.stop()
  }
}

function withStages(
  { from, to, ...delays }: ProbeReport,
  all: readonly MailStages[],
): Omit<Delays, 'load' | 'rate'> {
  const own = all.filter(({ received }) => received >= from && received <= to)
  const median = (stage: keyof MailStages): number => stats(own.map((mail) => mail[stage])).p50
  return {
    ...delays,
    stages: { digest: median('digest'), outbox: median('outbox'), mail: median('mail') },
  }
}

function note(text: string): void {
  process.stderr.write(`${text}\n`)
}

interface LoadOptions {
  readonly seed: number
  readonly count: number
  readonly rate?: number | undefined
  readonly probes?: Promise<ProbeTimes> | undefined
}

async function load(
  tracker: TrackerProcess,
  { seed, count, rate, probes }: LoadOptions,
): Promise<{ readonly processedPerSecond: number }> {
  const ready = await prepareLoad({ dsn: tracker.dsn, seed, rawBytes, count, connections: 32, rate })
  const client = createApiClient({ url: tracker.url, token: tracker.apiToken })
  const digested = async (): Promise<number> => (await client.metrics())['culprit_events_digested_total'] ?? 0
  const before = await digested()
  ;(await probes)?.begin()
  const { startedAt } = await ready.go()
  ;(await probes)?.end()
  await until(async () => (await digested()) >= before + count, { timeoutMs: 300_000, what: 'the digest' })
  return { processedPerSecond: count / ((Date.now() - startedAt) / 1000) }
}

/** A rule with a threshold beside the default one; both look at probes alone: mails of the load are not asked about. */
async function makeRules(tracker: TrackerProcess): Promise<void> {
  const filters = [
    { id: 'sentry.rules.filters.tagged_event.TaggedEventFilter', key: 'probe', match: 'is', value: '' },
  ]
  const frequency = {
    id: 'sentry.rules.conditions.event_frequency.EventFrequencyCondition',
    value: threshold,
    interval: '1m',
  }
  const actions = [{ id: 'sentry.mail.actions.NotifyEmailAction', targetType: 'IssueOwners' }]
  await change(tracker, '1/', { method: 'PUT', body: { filters } })
  const rule = { name: ruleName, conditions: [frequency], filters, actions, frequency: 5 }
  await change(tracker, '', { method: 'POST', body: rule })
}

async function change(
  tracker: TrackerProcess,
  path: string,
  { method, body }: { readonly method: string; readonly body: unknown },
): Promise<void> {
  const response = await fetch(new URL(`/api/0/projects/culprit/default/rules/${path}`, tracker.url), {
    method,
    headers: { authorization: `Bearer ${tracker.apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`The rule was refused: ${await response.text()}`)
}

interface ProbeTimes {
  begin(): void
  end(): void
  stop(): Promise<ProbeReport>
}

interface ProbeReport extends Pick<Delays, 'newIssue' | 'newIssueSinceSent' | 'threshold'> {
  /** Between these all were sent, by the wall clock. */
  readonly from: number
  readonly to: number
}

const probeEveryMs = 200

/** Sends an event of an issue of its own every 200 ms, every fifth time eleven of them, and looks when mails arrive. */
async function probeWhile(tracker: TrackerProcess, sink: SmtpSink, name: string): Promise<ProbeTimes> {
  const acks = new Map<string, number>()
  const sentAt = new Map<string, number>()
  let [from, to] = [0, 0]
  let timer: NodeJS.Timeout | undefined
  let sent = 0
  const sending: Promise<void>[] = []
  const send = async (): Promise<void> => {
    sent += 1
    const own = `Probe${name}${sent}`
    const often = sent % 5 === 0
    sentAt.set(`${own}Error (new)`, performance.now())
    for (let n = 0; n <= (often ? threshold : 0); n += 1) {
      await post(tracker, own)
      if (n === 0) acks.set(`${own}Error (new)`, performance.now())
    }
    if (often) acks.set(`${own}Error (frequent)`, performance.now())
  }
  return {
    begin: () => {
      from = Date.now()
      timer = setInterval(() => sending.push(send()), probeEveryMs)
    },
    end: () => {
      clearInterval(timer)
      // The last one is on its way.
      to = Date.now() + probeEveryMs
    },
    async stop() {
      await Promise.all(sending)
      const arrived = (): ReadonlyMap<string, number> => arrivals(sink)
      await until(() => [...acks.keys()].every((subject) => arrived().has(subject)), {
        timeoutMs: 120_000,
        what: 'all mails of the probes',
      })
      const times = arrived()
      const since = (begun: ReadonlyMap<string, number>, ending: string): DelayStats =>
        stats(
          [...begun].flatMap(([subject, at]) =>
            subject.endsWith(ending) ? [Math.max(0, (times.get(subject) ?? 0) - at)] : [],
          ),
        )
      return {
        from,
        to,
        newIssue: since(acks, '(new)'),
        newIssueSinceSent: since(sentAt, '(new)'),
        threshold: since(acks, '(frequent)'),
      }
    },
  }
}

function arrivals(sink: SmtpSink): ReadonlyMap<string, number> {
  return new Map(
    sink.mails.map((mail) => {
      const [, subject = ''] = /(Probe\w+: under load \(\w+\))$/.exec(mail.headers['subject'] ?? '') ?? []
      return [subject.replace(': under load', ''), mail.at] as const
    }),
  )
}

async function post(tracker: TrackerProcess, type: string): Promise<void> {
  const dsn = new URL(tracker.dsn)
  const id = crypto.randomUUID().replaceAll('-', '')
  const event = {
    event_id: id,
    level: 'error',
    tags: { probe: 'yes' },
    exception: { values: [{ type: `${type}Error`, value: 'under load' }] },
  }
  const body = `{"event_id":"${id}"}\n{"type":"event"}\n${JSON.stringify(event)}\n`
  const url = `${dsn.origin}/api${dsn.pathname}/envelope/?sentry_key=${dsn.username}&sentry_version=7`
  const response = await fetch(url, { method: 'POST', body })
  if (response.status !== 200) throw new Error(`A probe was answered ${response.status}`)
  await response.arrayBuffer()
}

function stats(values: readonly number[]): DelayStats {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) }
}
