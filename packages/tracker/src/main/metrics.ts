import type { AlertTally } from '../domain/alert.ts'
import { addTallies, emptyTally } from '../domain/alert-tally.ts'
import type { OutcomeCount } from '../domain/digest-plan.ts'
import type { HoldCounts } from '../ingest/answer-hold.ts'
import type { SpoolUsage } from '../ports/spool.ts'
import type { DeliveredNote, DigestProgress } from './messages.ts'

const maxOutcomes = 500

/** What is asked for when metrics are read. */
export interface MetricsNow {
  readonly accepted: number
  readonly usage: SpoolUsage
  readonly undigested: number
  readonly hold: HoldCounts
  readonly now: number
}

/** Counts since the start, as Prometheus reads them. */
export class Metrics {
  #digested = 0
  readonly #outcomes = new Map<string, OutcomeCount>()
  readonly #deliveries = new Map<string, number>()
  #alerts = emptyTally
  readonly #startedAt: number

  constructor(now: number) {
    this.#startedAt = now
  }

  /** What the writer committed. */
  addProgress({ events, outcomes }: DigestProgress): void {
    this.#digested += events
    this.addOutcomes(outcomes)
  }

  /** What the ingest thread counted, or an SDK reported. */
  addOutcomes(counts: readonly OutcomeCount[]): void {
    for (const count of counts) {
      const { source, reason, category } = count
      const key = labels({ source, reason, category })
      const known = this.#outcomes.get(key)
      // Reasons from SDKs are free text: their number is bounded here too.
      if (known || this.#outcomes.size < maxOutcomes) {
        this.#outcomes.set(key, { ...count, quantity: count.quantity + (known?.quantity ?? 0) })
      }
    }
  }

  /** One attempt to deliver an alert. */
  addDelivery({ channel, outcome }: DeliveredNote): void {
    const key = labels({ channel, outcome })
    this.#deliveries.set(key, (this.#deliveries.get(key) ?? 0) + 1)
  }

  /** What became of rules that wanted to fire. */
  addAlerts(tally: AlertTally): void {
    this.#alerts = addTallies(this.#alerts, tally)
  }

  /** Returns the text of `/metrics`, in Prometheus' text format 0.0.4. */
  render({ accepted, usage, undigested, hold, now }: MetricsNow): string {
    const { user, system } = process.cpuUsage()
    return [
      ...family(
        'culprit_events_accepted_total',
        'counter',
        'Requests with events that were answered 200 and are in the spool.',
        accepted,
      ),
      ...family('culprit_events_digested_total', 'counter', 'Events stored and counted.', this.#digested),
      '# HELP culprit_outcomes_total Items by what became of them; everything but "accepted" is a loss with its reason.',
      '# TYPE culprit_outcomes_total counter',
      ...[...this.#outcomes].map(([key, { quantity }]) => `culprit_outcomes_total{${key}} ${quantity}`),
      '# HELP culprit_events_dropped_total Items that were refused or dropped, by reason.',
      '# TYPE culprit_events_dropped_total counter',
      ...this.#dropped().map(
        ([reason, count]) => `culprit_events_dropped_total{reason="${escape(reason)}"} ${count}`,
      ),
      '# HELP culprit_deliveries_total Attempts to deliver alerts, by channel and what came of them.',
      '# TYPE culprit_deliveries_total counter',
      ...[...this.#deliveries].map(([key, count]) => `culprit_deliveries_total{${key}} ${count}`),
      ...family(
        'culprit_spool_pending_entries',
        'gauge',
        'Spooled entries that are not released yet.',
        usage.pendingEntries,
      ),
      ...family(
        'culprit_spool_undigested_entries',
        'gauge',
        'Entries since the start that wait to be digested.',
        undigested,
      ),
      ...holdFamilies(hold),
      ...family(
        'culprit_spool_pending_bytes',
        'gauge',
        'Bytes of the spool that are not released yet.',
        usage.pendingBytes,
      ),
      ...family(
        'culprit_disk_free_bytes',
        'gauge',
        'Free bytes on the disk of the data directory.',
        usage.freeDiskBytes,
      ),
      ...this.#alertFamilies(),
      ...family('process_resident_memory_bytes', 'gauge', 'Resident memory.', process.memoryUsage.rss()),
      ...family('process_cpu_seconds_total', 'counter', 'CPU time of all threads.', (user + system) / 1e6),
      ...family(
        'process_uptime_seconds',
        'gauge',
        'Seconds since the start.',
        (now - this.#startedAt) / 1000,
      ),
      '',
    ].join('\n')
  }

  #alertFamilies(): readonly string[] {
    const { fired, suppressed, messages, folded } = this.#alerts
    const reasons = Object.entries(folded)
    return [
      ...family('culprit_alerts_fired_total', 'counter', 'Fires of alert rules.', fired),
      '# HELP culprit_alerts_suppressed_total Fires that were kept back, by reason.',
      '# TYPE culprit_alerts_suppressed_total counter',
      `culprit_alerts_suppressed_total{reason="frequency"} ${suppressed}`,
      ...family(
        'culprit_alert_messages_total',
        'counter',
        'Alerts told by a message of their own.',
        messages,
      ),
      '# HELP culprit_alert_messages_folded_total Alerts told in a digest instead, by reason.',
      '# TYPE culprit_alert_messages_folded_total counter',
      ...reasons.map(
        ([reason, count]) => `culprit_alert_messages_folded_total{${labels({ reason })}} ${count}`,
      ),
    ]
  }

  #dropped(): readonly (readonly [string, number])[] {
    const sums = new Map<string, number>()
    for (const { source, reason, quantity } of this.#outcomes.values()) {
      if (source === 'server' && reason !== 'accepted') sums.set(reason, (sums.get(reason) ?? 0) + quantity)
    }
    return [...sums]
  }
}

function holdFamilies({ waiting, held, heldMs }: HoldCounts): readonly string[] {
  return [
    ...family('culprit_answers_held', 'gauge', 'Answers that wait for the digest.', waiting),
    '# HELP culprit_answer_hold_seconds How long answers waited for the digest.',
    '# TYPE culprit_answer_hold_seconds summary',
    `culprit_answer_hold_seconds_sum ${heldMs / 1000}`,
    `culprit_answer_hold_seconds_count ${held}`,
  ]
}

function family(name: string, type: 'counter' | 'gauge', help: string, value: number): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, `${name} ${value}`]
}

function labels(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(',')
}

function escape(value: string): string {
  return value.slice(0, 64).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
