import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestSamples, sampleFingerprint, sampleNow } from './sample-batch.ts'
import type { OpenStore, StoreHarness } from './store-harness.ts'

const now = sampleNow
const scope = [1]

/** The contract of `PeopleCommands` and what is read of people: what every engine must do for who is told. */
export function describePeople(name: string, open: OpenStore): void {
  describe(`People contract: ${name}`, () => {
    let store: StoreHarness
    beforeEach(async () => {
      store = await open({ now })
    })
    afterEach(() => store.close())
    describeTeams(() => store)
    describeAssignment(() => store)
  })
}

async function addTeam({ commands }: StoreHarness, slug: string): Promise<number> {
  const added = await commands.addTeam({ slug, name: slug, now })
  return added === 'taken' ? expect.fail(slug) : added.teamId
}

async function addMember({ commands }: StoreHarness, email: string): Promise<number> {
  const added = await commands.addMember({ email, now })
  return added === 'taken' ? expect.fail(email) : added.userId
}

function describeTeams(get: () => StoreHarness): void {
  it('ALR-38 readers see people as the writer does, after each change', async () => {
    const store = get()
    const { commands, reads } = store
    const userId = await addMember(store, 'ada@example.org')
    const teamId = await addTeam(store, 'payments')
    await commands.setTeamMember({ teamId, userId, isMember: true })
    expect(await commands.setProjectTeam({ projectId: 1, teamId, isOf: true })).toBe('done')
    expect(await commands.setProjectTeam({ projectId: 1, teamId, isOf: true })).toBe('done')
    await commands.setOwnership({ projectId: 1, raw: 'path:* #payments' })
    await commands.unsubscribe({ address: 'Gone@example.org', projectId: 1, now })
    const people = await reads.people()
    expect(people).toEqual(await commands.alertPeople())
    expect(people).toMatchObject({
      teams: [{ id: teamId, slug: 'payments', members: [userId], projects: [1] }],
      ownership: [{ projectId: 1, raw: 'path:* #payments' }],
      unsubscribed: [{ address: 'gone@example.org', projectId: 1 }],
    })
    await commands.setProjectTeam({ projectId: 1, teamId, isOf: false })
    await commands.removeMember(userId)
    expect((await reads.people()).teams).toMatchObject([{ members: [], projects: [] }])
    expect(await commands.setProjectTeam({ projectId: 99, teamId, isOf: true })).toBe('not-found')
    expect(await commands.setProjectTeam({ projectId: 1, teamId: 99, isOf: true })).toBe('not-found')
  })

  it('ALR-38 a team is changed whole or in parts, or not at all when its new name is taken', async () => {
    const store = get()
    const { commands, reads } = store
    const [first, second] = [await addMember(store, 'a@x.io'), await addMember(store, 'b@x.io')]
    const teamId = await addTeam(store, 'payments')
    await addTeam(store, 'web')
    const raw = 'path:a #payments #web\n# of #payments\nurl:b #PAYMENTS'
    await commands.setOwnership({ projectId: 1, raw })
    const whole = { teamId, members: [first, second, 999], projects: [1, 999] }
    expect(await commands.changeTeam({ ...whole, slug: 'web' })).toBe('taken')
    expect((await reads.people()).teams[0]).toMatchObject({ slug: 'payments', members: [], projects: [] })
    expect(await commands.changeTeam({ ...whole, slug: 'money', name: 'Money' })).toBe('done')
    const { teams, ownership } = await reads.people()
    expect(teams[0]).toEqual({
      id: teamId,
      slug: 'money',
      name: 'Money',
      members: [first, second],
      projects: [1],
    })
    expect(ownership[0]?.raw).toBe('path:a #money #web\n# of #payments\nurl:b #money')
    expect(await commands.changeTeam({ teamId, members: [second] })).toBe('done')
    expect((await reads.people()).teams[0]).toMatchObject({ slug: 'money', members: [second], projects: [1] })
    expect(await commands.changeTeam({ teamId: 999, name: 'x' })).toBe('not-found')
  })
}

function describeAssignment(get: () => StoreHarness): void {
  it('ALR-18 counts what is assigned to somebody in the projects asked about, and forgets who is removed', async () => {
    const store = get()
    const { commands, reads } = store
    const teamId = await addTeam(store, 'payments')
    const userId = await addMember(store, 'ada@example.org')
    await digestSamples(
      store,
      [1, 2, 3].map((n) => sampleFingerprint(n, { problem: n })),
    )
    const team = { kind: 'team', id: teamId } as const
    const member = { kind: 'member', id: userId } as const
    for (const issueId of [1, 2]) await commands.assignIssue({ scope, issueId, assignee: team })
    await commands.assignIssue({ scope, issueId: 3, assignee: member })
    expect(await reads.assignedIssues(scope, team)).toBe(2)
    expect(await reads.assignedIssues(scope, member)).toBe(1)
    expect(await reads.assignedIssues([2], team)).toBe(0)
    expect(await commands.removeTeam(teamId)).toBe('done')
    await commands.removeMember(userId)
    expect(await reads.assignedIssues(scope, team)).toBe(0)
    expect((await reads.issueById(scope, 3))?.assignee).toBeUndefined()
    expect(await commands.removeTeam(teamId)).toBe('not-found')
  })
}
