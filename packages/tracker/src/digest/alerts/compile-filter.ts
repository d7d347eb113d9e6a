import { compareLevels, type Level } from '@culprit/wire'
import type { AgeUnit, AlertAttribute, AlertFilter } from '../../domain/alert-filter.ts'
import type { FingerprintedEvent } from '../../domain/digest-plan.ts'
import { dayMs, hourMs, minuteMs } from '../../domain/instant.ts'
import { compileTextMatch } from './match-text.ts'
import type { RuleContext } from './rule-context.ts'

/** Returns whether an event and its issue are as a filter wants them. */
export type FilterTest = (context: RuleContext) => boolean

const unitMs: Readonly<Record<AgeUnit, number>> = {
  minute: minuteMs,
  hour: hourMs,
  day: dayMs,
  week: 7 * dayMs,
}

/** Returns the test of one line of a rule's IF. */
export function compileFilter(filter: AlertFilter): FilterTest {
  switch (filter.kind) {
    case 'age': {
      const age = filter.value * unitMs[filter.unit]
      return filter.than === 'older'
        ? ({ event, firstSeen }) => event.received - firstSeen > age
        : ({ event, firstSeen }) => event.received - firstSeen < age
    }
    case 'occurrences':
      return ({ count }) => count >= filter.value
    case 'assigned':
      return filter.to === 'nobody'
        ? ({ assignee }) => assignee === undefined
        : ({ assignee }) => assignee?.kind === filter.to && assignee.id === filter.id
    case 'latest-release':
      return ({ event, memory }) =>
        event.release !== undefined && memory.isLatestRelease(event.projectId, event.release)
    case 'level':
      return compileLevel(filter.match, filter.level)
    case 'tag': {
      const fits = compileTextMatch(filter.match, filter.value)
      const key = filter.key.toLowerCase()
      return ({ event }) => fits(tagValues(event, key))
    }
    case 'attribute': {
      const fits = compileTextMatch(filter.match, filter.value)
      return ({ event }) => fits(attributeValues(event, filter.attribute))
    }
  }
}

function compileLevel(match: 'equal' | 'at-least' | 'at-most', wanted: Level): FilterTest {
  if (match === 'equal') return ({ event }) => event.level === wanted
  return match === 'at-least'
    ? ({ event }) => compareLevels(event.level, wanted) >= 0
    : ({ event }) => compareLevels(event.level, wanted) <= 0
}

const none: readonly string[] = []

/** An event's own fields count as tags, as they do on the pages. */
function tagValues(event: FingerprintedEvent, key: string): readonly string[] {
  switch (key) {
    case 'level':
      return [event.level]
    case 'environment':
    case 'release':
    case 'transaction': {
      const own = event[key]
      if (own !== undefined) return [own]
    }
  }
  let values: readonly string[] = none
  // A loop, since this is asked of every event: mostly no tag has the name, and nothing is made.
  for (const [name, value] of event.tags) {
    if (name.length === key.length && name.toLowerCase() === key) values = [...values, value]
  }
  return values
}

/** What the row knows itself needs no look into the event; the rest a decoder took along (`alertAttributes`). */
function attributeValues(event: FingerprintedEvent, attribute: AlertAttribute): readonly string[] {
  switch (attribute) {
    case 'message':
      return [event.title, event.culprit]
    case 'platform':
      return [event.platform]
    case 'environment':
      return event.environment === undefined ? [] : [event.environment]
    case 'type':
      return [event.type]
    case 'error.handled':
      return event.handled === undefined ? [] : [String(event.handled)]
    case 'error.unhandled':
      return event.handled === undefined ? [] : [String(!event.handled)]
    default:
      return event.attributes?.[attribute] ?? []
  }
}
