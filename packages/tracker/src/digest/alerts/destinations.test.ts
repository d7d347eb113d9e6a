import { describe, expect, it } from 'vitest'
import type { AlertAction, MailTarget } from '../../domain/alert-action.ts'
import type { AlertMember, AlertPeople } from '../../domain/alert-people.ts'
import type { AlertRule } from '../../domain/alert-rule.ts'
import { defaultRule } from '../../domain/default-rule.ts'
import type { FingerprintedEvent } from '../../domain/digest-plan.ts'
import { createAddressBook } from './destinations.ts'
import type { AlertSubject } from './issue-owners.ts'

const now = Date.UTC(2026, 0, 15, 12)
const member = (userId: number, email: string, more: Partial<AlertMember> = {}): AlertMember => ({
  userId,
  email,
  settings: {},
  wishes: [],
  ...more,
})
const everyone: AlertPeople = {
  members: [
    member(1, 'all@x.io'),
    member(2, 'mine@x.io', { wishes: [{ projectId: 1, wants: 'mine' }] }),
    member(3, 'none@x.io', { wishes: [{ projectId: 0, wants: 'nothing' }] }),
    member(4, 'night@x.io', {
      settings: { quietHours: { from: 720, to: 780, timeZone: 'UTC' } },
      wishes: [
        { projectId: 0, wants: 'nothing' },
        { projectId: 1, wants: 'everything' },
      ],
    }),
  ],
  teams: [{ id: 9, slug: 'payments', name: 'Payments', members: [2, 4], projects: [] }],
  ownership: [{ projectId: 1, raw: '# ours\npath:src/checkout/* #payments\ntags.browser:Safari* MINE@x.io' }],
  unsubscribed: [{ address: 'gone@x.io', projectId: 0 }],
}
const event = (filename: string): FingerprintedEvent => ({
  eventId: 'a',
  projectId: 1,
  type: 'error',
  platform: 'node',
  level: 'error',
  timestamp: now,
  received: now,
  mechanism: 'v1',
  hash: 'h',
  title: 'E',
  culprit: '',
  metadata: { filename },
  tags: [],
  block: 0,
  slot: 0,
})

function told(
  targets: readonly (MailTarget | AlertAction)[],
  subject: Partial<AlertSubject> = {},
  people: AlertPeople = everyone,
): readonly (string | number)[] {
  const actions = targets.map((target): AlertAction =>
    target.kind === 'mail' || target.kind === 'channel' ? target : { kind: 'mail', target },
  )
  const rule: AlertRule = { ...defaultRule, actions, id: 1, projectId: 1, createdAt: 0, updatedAt: 0 }
  return createAddressBook(people)
    .destinationsOf(rule, { projectId: 1, now, ...subject })
    .map((place) => (place.kind === 'mail' ? place.address : place.destinationId))
}

const owners = { kind: 'owners', fallthrough: 'all-members' } as const

describe('destinationsOf()', () => {
  it('ALR-30 all members are told as far as they want to hear it', () => {
    expect(told([{ kind: 'all-members' }])).toEqual(['all@x.io', 'night@x.io'])
    expect(told([{ kind: 'all-members' }], { projectId: 2 })).toEqual(['all@x.io', 'mine@x.io'])
  })

  it('ALR-30 what is mine is what is assigned to me or my team', () => {
    const assignee = { kind: 'member', id: 2 } as const
    expect(told([{ kind: 'all-members' }], { assignee })).toEqual(['all@x.io', 'mine@x.io', 'night@x.io'])
    expect(told([owners], { assignee })).toEqual(['mine@x.io'])
    expect(told([owners], { assignee: { kind: 'team', id: 9 } })).toEqual(['mine@x.io', 'night@x.io'])
  })

  it('ALR-23 owners come from ownership rules, else all members or nobody', () => {
    expect(told([owners], { event: event('src/checkout/cart.ts') })).toEqual(['mine@x.io', 'night@x.io'])
    const safari = { ...event('x.ts'), tags: [['browser', 'Safari 18']] as const }
    expect(told([owners], { event: safari })).toEqual(['mine@x.io'])
    expect(told([owners], { event: event('src/other.ts') })).toEqual(['all@x.io', 'night@x.io'])
    expect(told([{ kind: 'owners', fallthrough: 'nobody' }], { event: event('src/other.ts') })).toEqual([])
  })

  it('ALR-23 teams, members and addresses are told by name, each place once', () => {
    expect(
      told([
        { kind: 'team', id: 9 },
        { kind: 'member', id: 2 },
      ]),
    ).toEqual(['mine@x.io', 'night@x.io'])
    expect(told([{ kind: 'member', id: 3 }])).toEqual([])
    expect(
      told([
        { kind: 'address', address: 'ops@x.io' },
        { kind: 'channel', destinationId: 5 },
      ]),
    ).toEqual(['ops@x.io', 5])
    expect(told([{ kind: 'address', address: 'Gone@x.io' }])).toEqual([])
  })

  it('ALR-23 when nobody has an address, the destination says so', () => {
    const people = { ...everyone, members: [member(1, '')] }
    expect(told([{ kind: 'all-members' }], {}, people)).toEqual([''])
    expect(told([{ kind: 'member', id: 77 }])).toEqual([''])
  })

  it("ALR-38 all members are those of the project's teams, when it has any with members", () => {
    const [payments] = everyone.teams
    const withTeam = (members: readonly number[]): AlertPeople => ({
      ...everyone,
      teams: payments ? [{ ...payments, members, projects: [1] }] : [],
    })
    expect(told([{ kind: 'all-members' }], {}, withTeam([4]))).toEqual(['night@x.io'])
    expect(told([owners], { event: event('src/other.ts') }, withTeam([4]))).toEqual(['night@x.io'])
    expect(told([{ kind: 'all-members' }], { projectId: 2 }, withTeam([4]))).toEqual([
      'all@x.io',
      'mine@x.io',
    ])
    expect(told([{ kind: 'all-members' }], {}, withTeam([]))).toEqual(['all@x.io', 'night@x.io'])
  })

  it('ALR-37 says who owns an issue, and who is not told why', () => {
    const book = createAddressBook(everyone)
    const subject = { projectId: 1, now, event: event('src/checkout/cart.ts') }
    const { by, rule, teams, userIds } = book.ownersOf(subject)
    expect([by, rule?.line, teams.map(({ slug }) => slug), [...userIds]]).toEqual([
      'rule',
      2,
      ['payments'],
      [2, 4],
    ])
    const actions: readonly AlertAction[] = [
      { kind: 'mail', target: { kind: 'all-members' } },
      { kind: 'mail', target: { kind: 'address', address: 'gone@x.io' } },
    ]
    const elsewhere = { ...subject, event: event('src/other.ts') }
    expect(book.readersOf({ actions }, elsewhere).map(({ address, spared }) => [address, spared])).toEqual([
      ['all@x.io', undefined],
      ['mine@x.io', 'not-theirs'],
      ['none@x.io', 'wants-nothing'],
      ['night@x.io', undefined],
      ['gone@x.io', 'unsubscribed'],
    ])
    expect(book.readersOf({ actions }, subject)[1]?.spared).toBeUndefined()
  })

  it('ALR-37 asks decoders for what its rules look at, and for nothing without rules', () => {
    expect(createAddressBook(everyone).attributes).toEqual(['stacktrace.filename', 'stacktrace.abs_path'])
    expect(createAddressBook({ ...everyone, ownership: [] }).attributes).toEqual([])
    const url = { ...everyone, ownership: [{ projectId: 1, raw: 'url:x* #payments' }] }
    expect(createAddressBook(url).attributes).toEqual(['http.url'])
  })

  it('ALR-25 quiet hours of a member hold what is sent to them alone', () => {
    const rule: AlertRule = { ...defaultRule, id: 1, projectId: 1, createdAt: 0, updatedAt: 0 }
    expect(createAddressBook(everyone).destinationsOf(rule, { projectId: 1, now })).toEqual([
      { kind: 'mail', address: 'all@x.io' },
      { kind: 'mail', address: 'night@x.io', heldUntil: now + 3_600_000 },
    ])
  })
})
