import { intervalMs } from '../../domain/alert-window.ts'
import { issueKey, type FingerprintedEvent, type KnownIssues } from '../../domain/digest-plan.ts'
import { EventSeries } from '../../domain/event-series.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Issue } from '../../domain/issue.ts'
import type { SessionCount } from '../../domain/session-count.ts'
import { UserSeries } from '../../domain/user-series.ts'
import type { WindowStore } from '../../ports/window-store.ts'
import { createLruMap, type LruMap } from './lru-map.ts'
import { happened, type AlertMemory, type SessionQuestion, type WindowQuestion } from './rule-context.ts'
import type { RuleBook } from './rule-book.ts'
import { createSessionWindows, type SessionWindows } from './session-windows.ts'
import type { WindowNeed } from './window-need.ts'

/**
 * What rules ask about earlier events, in memory. Nothing of it is stored: it is read back from the stored events when
 * an issue first needs it, so a restart neither loses nor doubles a fire. What a batch adds is kept once the batch is
 * stored, and forgotten, to be read again, when it is not.
 */
export interface AlertHistory {
  /** Reads what the rules may ask about a batch. */
  prepare(events: readonly FingerprintedEvent[], known: KnownIssues, rules: RuleBook): Promise<void>
  readonly memory: AlertMemory
  /** The batch that was seen is stored. */
  keep(): void
  /** The batch that was seen is not stored. */
  discard(): void
}

/** Windows and sights held at a time; those that were not needed for longest are read again when they are. */
const maxIssues = 4000
const maxSights = 50_000
const maxProjects = 1000
const maxReleases = 1000

interface Series {
  readonly events?: EventSeries | undefined
  readonly users?: UserSeries | undefined
  readonly most: number
  /** Counts of windows that are past, by how long before. */
  readonly earlier: Map<string, { readonly at: Instant; readonly count: number }>
}

/** Returns an empty history over the stored events. */
export function createAlertHistory(store: WindowStore): AlertHistory {
  return new StoredHistory(store)
}

class StoredHistory implements AlertHistory, AlertMemory {
  readonly #store: WindowStore
  /** By issue, then by `windowKey`. */
  readonly #series: LruMap<number, Map<string, Series>> = createLruMap(maxIssues)
  /** `issueId environment` of what was seen before. */
  readonly #sights: LruMap<string, true> = createLruMap(maxSights)
  /** Releases by project, the newest last. */
  readonly #releases: LruMap<number, string[]> = createLruMap(maxProjects)
  readonly #sessions: SessionWindows
  readonly #touched = new Set<number>()
  readonly #added = new Set<string>()
  readonly #changed = new Set<number>()
  #rules: RuleBook | undefined
  #isNewInEnvironment = false

  constructor(store: WindowStore) {
    this.#store = store
    this.#sessions = createSessionWindows(store)
  }

  get memory(): AlertMemory {
    return this
  }

  async prepare(events: readonly FingerprintedEvent[], known: KnownIssues, rules: RuleBook): Promise<void> {
    this.#rules = rules
    await this.#sessions.prepare(events, rules)
    for (const projectId of new Set(events.map((event) => event.projectId))) {
      if (!rules.of(projectId)?.asksForRelease || this.#releases.get(projectId)) continue
      this.#releases.set(projectId, [...(await this.#store.releases(projectId))])
    }
    for (const [issue, own] of byIssue(events, known)) {
      const project = rules.of(issue.projectId)
      if (!project) continue
      for (const need of project.windows) {
        const last = own.findLast((event) => isIn(event, need.environment))
        if (last && issue.count + own.length > need.moreThan) await this.#load(issue, need, last.received)
      }
      for (const environment of project.environments) {
        if (own.some((event) => event.environment === environment)) await this.#look(issue.id, environment)
      }
    }
  }

  see(
    event: FingerprintedEvent,
    { issueId, flags }: { readonly issueId: number; readonly flags: number },
  ): void {
    const project = this.#rules?.of(event.projectId)
    if (!project) return
    const isNew = (flags & happened.new) !== 0
    const own = project.windows.length > 0 ? this.#series.get(issueId) : undefined
    if (own || isNew) {
      this.#touched.add(issueId)
      for (const need of project.windows) {
        if (!isIn(event, need.environment)) continue
        const series = own?.get(need.key) ?? (isNew ? this.#open(issueId, need) : undefined)
        series?.events?.add(event.received)
        if (event.userKey !== undefined) series?.users?.add(event.userKey, event.received)
      }
    }
    if (project.asksForRelease && event.release !== undefined)
      this.#seeRelease(event.projectId, event.release)
    this.#isNewInEnvironment = false
    if (event.environment === undefined || !project.environments.has(event.environment)) return
    const sight = `${issueId} ${event.environment}`
    this.#isNewInEnvironment = this.#sights.get(sight) === undefined
    this.#sights.set(sight, true)
    if (this.#isNewInEnvironment) this.#added.add(sight)
  }

  seeSessions(counts: readonly SessionCount[]): void {
    this.#sessions.see(counts)
  }

  sessionsOfHour(question: SessionQuestion): number {
    return this.#sessions.ofHour(question)
  }

  count(question: WindowQuestion): number {
    const series = this.#series.get(question.issueId)?.get(question.key)
    if (!series) return 0
    if (question.before !== undefined) return series.earlier.get(question.before)?.count ?? 0
    return (question.of === 'events' ? series.events : series.users)?.count(question.until) ?? 0
  }

  isNewInEnvironment(): boolean {
    return this.#isNewInEnvironment
  }

  isLatestRelease(projectId: number, release: string): boolean {
    return this.#releases.get(projectId)?.at(-1) === release
  }

  keep(): void {
    this.#touched.clear()
    this.#added.clear()
    this.#changed.clear()
    this.#sessions.keep()
  }

  discard(): void {
    this.#sessions.discard()
    for (const issueId of this.#touched) this.#series.delete(issueId)
    for (const sight of this.#added) this.#sights.delete(sight)
    for (const project of this.#changed) this.#releases.delete(project)
    this.keep()
  }

  #seeRelease(projectId: number, release: string): void {
    const known = this.#releases.get(projectId)
    if (!known || known.includes(release)) return
    known.push(release)
    if (known.length > maxReleases) known.shift()
    this.#changed.add(projectId)
  }

  #open(issueId: number, { key, of, interval, most }: WindowNeed): Series {
    const length = intervalMs(interval)
    const series: Series = {
      events: of === 'events' ? new EventSeries(length) : undefined,
      users: of === 'users' ? new UserSeries(length, most + 1) : undefined,
      most,
      earlier: new Map(),
    }
    const own = this.#series.get(issueId) ?? new Map<string, Series>()
    own.set(key, series)
    this.#series.set(issueId, own)
    return series
  }

  async #load(issue: Issue, need: WindowNeed, now: Instant): Promise<void> {
    const known = this.#series.get(issue.id)?.get(need.key)
    // A rule that asks for more users than were told apart so far needs them all again.
    const series = known && known.most >= need.most ? known : await this.#read(issue, { need, now })
    const length = intervalMs(need.interval)
    for (const before of need.comparedTo) {
      const earlier = series.earlier.get(before)
      if (earlier && Math.abs(now - earlier.at) < length / 60) continue
      const until = now - intervalMs(before)
      const span = { issueId: issue.id, environment: need.environment, after: until - length, until }
      series.earlier.set(before, { at: now, count: await this.#countPast(issue, need, span) })
    }
  }

  async #read(
    issue: Issue,
    { need, now }: { readonly need: WindowNeed; readonly now: Instant },
  ): Promise<Series> {
    const length = intervalMs(need.interval)
    // Not later than forever: the other lane may have stored later events already.
    const until = Number.MAX_SAFE_INTEGER
    const span = { issueId: issue.id, environment: need.environment, after: now - 2 * length, until }
    const series = this.#open(issue.id, need)
    if (need.of === 'events') {
      const entries = await this.#store.eventTimes({ ...span, stepMs: length / 240 })
      for (const { at, count } of entries) series.events?.add(at, count)
    } else {
      for (const { user, at } of await this.#store.userTimes(span)) series.users?.add(user, at)
    }
    return series
  }

  async #countPast(
    issue: Issue,
    { of }: WindowNeed,
    span: {
      readonly issueId: number
      readonly environment?: string | undefined
      readonly after: Instant
      readonly until: Instant
    },
  ): Promise<number> {
    if (issue.firstSeen > span.until) return 0
    if (of === 'users') return (await this.#store.userTimes(span)).length
    const entries = await this.#store.eventTimes({ ...span, stepMs: span.until - span.after })
    return entries.reduce((sum, { count }) => sum + count, 0)
  }

  async #look(issueId: number, environment: string): Promise<void> {
    const sight = `${issueId} ${environment}`
    if (this.#sights.get(sight) !== undefined) return
    if (await this.#store.seenInEnvironment(issueId, environment)) this.#sights.set(sight, true)
  }
}

function byIssue(
  events: readonly FingerprintedEvent[],
  known: KnownIssues,
): ReadonlyMap<Issue, readonly FingerprintedEvent[]> {
  const found = new Map<Issue, FingerprintedEvent[]>()
  for (const event of events) {
    const issue = known.issues.get(issueKey(event))
    if (!issue) continue
    const own = found.get(issue)
    if (own) own.push(event)
    else found.set(issue, [event])
  }
  return found
}

function isIn({ environment }: FingerprintedEvent, wanted: string | undefined): boolean {
  return wanted === undefined || environment === wanted
}
