import type { AlertAction } from '../../domain/alert-action.ts'
import type { AlertRuleDraft } from '../../domain/alert-rule.ts'
import { timeOfDay } from '../../domain/quiet-hours.ts'
import { conditionWords, type NameOf } from '../../domain/rule-words.ts'
import type { RulePlaces } from './action-lines.ts'

const joins = { all: ' and ', any: ' or ', none: ' or ' } as const

/**
 * Returns a rule as one sentence of plain language: `When a new issue is created, and the event's level is at least
 * error, mail all members and send to #errors; at most once an issue in 30 minutes.`
 */
export function ruleSentence(rule: AlertRuleDraft, places: RulePlaces): string {
  return `${whenWords(rule, places)}${ifWords(rule, places)}, ${thenWords(rule.actions, places)}; ${oftenWords(rule)}${quietWords(rule)}.`
}

function whenWords({ conditions, actionMatch, environment }: AlertRuleDraft, places: RulePlaces): string {
  const where = environment === undefined ? '' : ` in ${environment}`
  if (conditions.length === 0) return `When any event comes in${where}`
  const words = conditions.map((each) => conditionWords(each, nameIn(places))).join(joins[actionMatch])
  return actionMatch === 'none' ? `When none of this is so${where}: ${words}` : `When ${words}${where}`
}

function ifWords({ filters, filterMatch }: AlertRuleDraft, places: RulePlaces): string {
  if (filters.length === 0) return ''
  const words = filters.map((each) => conditionWords(each, nameIn(places))).join(joins[filterMatch])
  return filterMatch === 'none' ? `, unless ${words}` : `, and if ${words}`
}

function nameIn({ teams, members }: RulePlaces): NameOf {
  return (kind, id) => (kind === 'team' ? teams : members).find((each) => each.id === id)?.name
}

function thenWords(actions: readonly AlertAction[], places: RulePlaces): string {
  if (actions.length === 0) return 'tell nobody'
  const words = actions.map((action) => actionWords(action, places))
  const last = words.at(-1) ?? ''
  return words.length === 1 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** Returns an action in words, with the destination's name: `send to #errors`. */
export function actionWords(action: AlertAction, places: RulePlaces): string {
  if (action.kind === 'channel') {
    const found = places.destinations.find(({ id }) => id === action.destinationId)
    return found === undefined ? 'send to a destination that was removed' : `send to ${found.name}`
  }
  const { target } = action
  switch (target.kind) {
    case 'owners':
      return `mail the owners of the issue (else ${target.fallthrough === 'nobody' ? 'nobody' : 'all members'})`
    case 'all-members':
      return 'mail all members'
    case 'member':
    case 'team': {
      const choices = target.kind === 'team' ? places.teams : places.members
      const name = choices.find(({ id }) => id === target.id)?.name
      return name === undefined
        ? `mail a ${target.kind} that was removed`
        : `mail ${target.kind === 'team' ? `team ${name}` : name}`
    }
    case 'address':
      return `mail ${target.address}`
  }
}

function oftenWords({ frequencyMinutes, realertEvery }: AlertRuleDraft): string {
  const often =
    frequencyMinutes === 0 ? 'each time' : `at most once an issue in ${durationWords(frequencyMinutes)}`
  return realertEvery === undefined ? often : `${often}, and again after every ${realertEvery} further events`
}

function quietWords({ quietHours }: AlertRuleDraft): string {
  if (quietHours === undefined) return ''
  return `; quiet from ${timeOfDay(quietHours.from)} to ${timeOfDay(quietHours.to)} (${quietHours.timeZone})`
}

/** Returns minutes in the largest unit that divides them: `2 hours`. */
export function durationWords(minutes: number): string {
  const units = [
    [1440, 'day'],
    [60, 'hour'],
    [1, 'minute'],
  ] as const
  const [size, unit] = units.find(([each]) => minutes % each === 0) ?? units[2]
  const count = minutes / size
  return count === 1 ? `one ${unit}` : `${count} ${unit}s`
}
