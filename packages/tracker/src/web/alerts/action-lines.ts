import type { AlertAction } from '../../domain/alert-action.ts'
import { LineError } from './line-error.ts'
import { choice, textOf } from './line-values.ts'
import type { LineKinds, RuleLine } from './rule-line.ts'

/** A destination as a rule's form offers it. */
interface DestinationChoice {
  readonly id: number
  readonly name: string
  readonly channel: string
}

/** Where a rule can tell: what its form offers and its sentence names. */
export interface RulePlaces {
  readonly destinations: readonly DestinationChoice[]
  readonly teams: readonly PersonChoice[]
  readonly members: readonly PersonChoice[]
}

/** A team or a member as a rule's form offers it. */
interface PersonChoice {
  readonly id: number
  readonly name: string
}

const fallthroughs = ['all-members', 'nobody'] as const

/** Returns the lines that THEN may have, with the places there are. */
export function actionKinds({ destinations, teams, members }: RulePlaces): LineKinds {
  return {
    'mail-members': { menu: 'Mail all members', parts: ['mail all members'] },
    'mail-owners': {
      menu: 'Mail the owners of the issue',
      parts: [
        'mail the owners of the issue; when it has none,',
        {
          input: 'select',
          name: 'fallthrough',
          label: 'Without owners',
          options: [
            ['all-members', 'all members'],
            ['nobody', 'nobody'],
          ],
        },
      ],
    },
    'mail-address': {
      menu: 'Mail an address',
      parts: ['mail', { input: 'email', name: 'address', label: 'Address' }],
    },
    channel: {
      menu: destinations.length === 0 ? undefined : 'Send to a destination',
      parts: [
        'send to',
        {
          input: 'select',
          name: 'destination',
          label: 'Destination',
          options: destinations.map(({ id, name, channel }) => [String(id), `${name} (${channel})`]),
        },
      ],
    },
    'mail-team': {
      menu: teams.length === 0 ? undefined : 'Mail a team',
      parts: ['mail team', { input: 'select', name: 'id', label: 'Team', options: teams.map(personOption) }],
    },
    'mail-member': {
      menu: 'Mail a member',
      parts: [
        'mail member',
        { input: 'select', name: 'id', label: 'Member', options: members.map(personOption) },
      ],
    },
  }
}

function personOption({ id, name }: PersonChoice): readonly [value: string, text: string] {
  return [String(id), name]
}

/** Returns the line of an action. */
export function toActionLine(action: AlertAction): RuleLine {
  if (action.kind === 'channel')
    return { kind: 'channel', values: { destination: String(action.destinationId) } }
  const { target } = action
  switch (target.kind) {
    case 'all-members':
      return { kind: 'mail-members', values: {} }
    case 'owners':
      return { kind: 'mail-owners', values: { fallthrough: target.fallthrough } }
    case 'address':
      return { kind: 'mail-address', values: { address: target.address } }
    case 'member':
    case 'team':
      return { kind: `mail-${target.kind}`, values: { id: String(target.id) } }
  }
}

/** Returns the action of a line. @throws {LineError} when it is not whole */
export function toAction(line: RuleLine, places: RulePlaces): AlertAction {
  switch (line.kind) {
    case 'mail-members':
      return { kind: 'mail', target: { kind: 'all-members' } }
    case 'mail-owners':
      return {
        kind: 'mail',
        target: { kind: 'owners', fallthrough: choice(line, 'fallthrough', fallthroughs) },
      }
    case 'mail-address':
      return { kind: 'mail', target: { kind: 'address', address: addressOf(line) } }
    case 'mail-member':
    case 'mail-team': {
      const kind = line.kind === 'mail-team' ? 'team' : 'member'
      const choices = kind === 'team' ? places.teams : places.members
      const found = choices.find(({ id }) => String(id) === line.values['id'])
      if (found === undefined) throw new LineError(`This ${kind} was removed: choose another.`)
      return { kind: 'mail', target: { kind, id: found.id } }
    }
    case 'channel': {
      const found = places.destinations.find(({ id }) => String(id) === line.values['destination'])
      if (found === undefined) throw new LineError('This destination was removed: choose another.')
      return { kind: 'channel', destinationId: found.id }
    }
    default:
      throw new LineError('This line is not known here.')
  }
}

function addressOf(line: RuleLine): string {
  const address = textOf(line, 'address', 'a mail address')
  if (!/^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+$/.test(address)) throw new LineError('This is no mail address.')
  return address
}
