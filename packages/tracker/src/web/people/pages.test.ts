import {
  createTempDir,
  digestSamples,
  hostileStrings,
  sampleFingerprint,
  sampleNow,
  type TempDir,
} from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pagesUrl, signInPages, type SignedInPages } from '../../../test/web/sign-in-pages.ts'
import { encodeBlock } from '../../encoding/payload-block.ts'
import { openReader, type SqliteReader } from '../../engines/sqlite/open-reader.ts'
import { openWriter } from '../../engines/sqlite/open-writer.ts'
import type { SqliteWriter } from '../../engines/sqlite/sqlite-writer.ts'

let temp: TempDir
let writer: SqliteWriter
let reader: SqliteReader
let pages: SignedInPages

beforeEach(async () => {
  temp = await createTempDir()
  writer = await openWriter({ dataDir: temp.path, clock: () => sampleNow })
  await writer.provision({
    now: sampleNow,
    dsnKey: 'a'.repeat(32),
    newKey: () => 'b'.repeat(32),
    adminEmail: 'me@example.org',
  })
  reader = openReader({ dataDir: temp.path, clock: () => sampleNow })
  pages = await signInPages({ writer, reader })
})

afterEach(async () => {
  reader.close()
  await writer.close()
  await temp.remove()
})

const text = async (path: string): Promise<string> => (await pages.get(path)).text()
const json = async (path: string): Promise<unknown> => (await pages.get(path)).json()
const people = '/alerts/people'
const ownership = '/alerts/ownership?project=default'

async function addPeople(): Promise<void> {
  await pages.post(`${people}/members`, { email: 'ada@example.org', name: 'Ada' })
  await pages.post(`${people}/teams`, { team: 'Payments & Co' })
}

describe('the page of people', () => {
  it('ALR-38 adds members and teams, and names a team by what it is called', async () => {
    expect(await text(people)).toContain('No team yet')
    const member = await pages.post(`${people}/members`, { email: 'ada@example.org', name: 'Ada' })
    expect(member.headers.get('location')).toBe(`${people}?added`)
    const team = await pages.post(`${people}/teams`, { team: 'Päyments & Co' })
    expect(team.headers.get('location')).toBe(`${people}/teams/payments-co?added`)
    expect(await json(`${people}.json`)).toMatchObject({
      members: [
        { name: 'me@example.org', isYou: true },
        { name: 'Ada', isYou: false },
      ],
      teams: [{ slug: 'payments-co', name: 'Päyments & Co', members: 0, projects: [] }],
    })
    expect(await text(`${people}.md`)).toContain('#payments-co  Päyments & Co')
  })

  it.each([
    ['members', { email: 'no' }, 'This is no e-mail address'],
    ['members', { email: 'ME@example.org' }, 'is a member already'],
    ['members', { email: 'a@b.io', name: 'x'.repeat(129) }, 'At most 128 characters'],
    ['teams', { team: ' ' }, 'A name is needed'],
    ['teams', { team: 'x'.repeat(65) }, 'At most 64 characters'],
    ['teams', { team: '日本' }, 'Use small letters'],
    ['teams', { team: 'Web', slug: 'a b' }, 'Use small letters'],
    ['teams', { team: 'Payments', slug: 'payments-co' }, 'There is a team #payments-co already'],
  ])('ALR-38 shows what was entered again: %s %j', async (form, values, problem) => {
    await addPeople()
    const answer = await pages.post(`${people}/${form}`, values)
    expect(answer.status).toBe(400)
    const page = await answer.text()
    expect(page).toContain(problem)
    for (const value of Object.values(values))
      if (value.trim() !== '') expect(page).toContain(`value="${value.trim()}"`)
  })

  it('ALR-38 asks before a member is removed, says what goes along, and keeps the owner', async () => {
    await addPeople()
    await pages.post(`${people}/teams/payments-co`, {
      team: 'Payments',
      slug: 'payments',
      member: ['1', '2'],
    })
    const asked = await text(`${people}/members/2/remove`)
    expect(asked).toContain('They leave #payments')
    expect((await pages.post(`${people}/members/1/remove`)).status).toBe(403)
    expect((await pages.post(`${people}/members/2/remove`)).status).toBe(303)
    expect((await pages.get(`${people}/members/2/remove`)).status).toBe(404)
    expect(await json(`${people}.json`)).toMatchObject({ members: [{ id: 1 }], teams: [{ members: 1 }] })
  })
})

describe('the page of a team', () => {
  const team = `${people}/teams/payments-co`

  it('ALR-38 renames it, in ownership rules too, and says who is in it and what it owns', async () => {
    await addPeople()
    await writer.commands.setOwnership({ projectId: 1, raw: 'path:src/* #payments-co' })
    const saved = await pages.post(team, {
      team: 'Money',
      slug: '#money',
      member: ['2', '99'],
      project: '1',
    })
    expect(saved.headers.get('location')).toBe(`${people}/teams/money?saved`)
    expect((await pages.get(team)).status).toBe(404)
    expect(await json(`${people}/teams/money.json`)).toMatchObject({
      team: { slug: 'money', name: 'Money', members: 1, projects: ['default'] },
      members: [{ chosen: false }, { name: 'Ada', detail: 'ada@example.org', chosen: true }],
      uses: { lines: [{ project: 'default', line: 1, text: 'path:src/* #money' }] },
    })
    expect(await text(`${people}/teams/money.md`)).toContain('default, line 1: path:src/* #money')
  })

  it('ALR-38 keeps what was ticked when the name is wrong', async () => {
    await addPeople()
    const answer = await pages.post(team, { team: '', slug: 'x', member: '2' })
    expect(answer.status).toBe(400)
    const page = await answer.text()
    expect(page).toContain('A name is needed')
    expect(page).toMatch(/name="member" value="2" checked/)
    expect(await json(`${team}.json`)).toMatchObject({ team: { name: 'Payments & Co', members: 0 } })
  })

  it('ALR-38 says what removing it would do, and does it', async () => {
    await addPeople()
    await digestSamples({ digest: writer.digest, encodeBlock }, [sampleFingerprint(1)])
    await pages.post('/issues/DEFAULT-1/assign', { assignee: 'team:1' })
    await writer.commands.setOwnership({ projectId: 1, raw: 'path:src/* #payments-co' })
    await pages.post(team, { team: 'Payments', slug: 'payments-co', project: '1' })
    const page = await text(team)
    expect(page).toContain('One issue will be assigned to nobody')
    expect(page).toContain('One ownership rule names it')
    expect(page).toMatch(/“All members” of .*default.* are no longer/)
    expect((await pages.post(`${team}/remove`)).headers.get('location')).toBe(`${people}?removed`)
    expect((await pages.post(`${team}/remove`)).status).toBe(404)
    expect(await text(ownership)).toContain('There is no team &quot;#payments-co&quot;')
  })
})

describe('the editor of a rule', () => {
  it('ALR-23 ALR-18 offers teams and members by name, and does not put another in place of one that was removed', async () => {
    await addPeople()
    const rule = {
      name: 'To the team',
      frequency: '30',
      enabled: 'yes',
      'when.0.kind': 'new-issue',
      'filters.0.kind': 'assigned',
      'filters.0.whom': 'member:2',
      'actions.0.kind': 'mail-team',
      'actions.0.id': '1',
      do: 'save',
    }
    const saved = await pages.post('/alerts/rules/new', rule)
    expect(saved.headers.get('location')).toBe('/alerts/rules/2?saved')
    expect(await text('/alerts')).toContain('if the issue is assigned to Ada, mail team #payments-co')
    await writer.commands.addTeam({ slug: 'web', name: 'Web', now: sampleNow })
    await pages.post(`${people}/teams/payments-co/remove`)
    expect(await text('/alerts/rules/2')).toMatch(/<option value="1" selected>\(removed\)<\/option>/)
    const again = await pages.post('/alerts/rules/2', rule)
    expect(again.status).toBe(400)
    expect(await again.text()).toContain('This team was removed: choose another.')
  })
})

describe('the page of ownership', () => {
  it('ALR-37 saves rules, and says what is wrong with which line', async () => {
    await addPeople()
    const raw = '# ours\r\npath:src/* #payments-co\r\nsrc/x ada@example.org\r\npath:y #who'
    const wrong = await pages.post(ownership, { raw, do: 'save' })
    expect(wrong.status).toBe(400)
    const page = await wrong.text()
    expect(page).toContain('Nothing was saved')
    expect(page).toContain('Line 3: &quot;src/x&quot; is no matcher. Begin with path:PATTERN')
    expect(page).toContain('Line 4: There is no team &quot;#who&quot;. Make it first')
    expect(page).toContain('path:y #who')
    expect(await json('/alerts/ownership.json')).toMatchObject({ raw: '' })
    const right = 'path:src/* #payments-co\r\nurl:*/admin ada@example.org'
    const saved = await pages.post(ownership, { raw: right, do: 'save' })
    expect(saved.headers.get('location')).toBe(`${ownership}&saved`)
    expect(await json('/alerts/ownership.json')).toMatchObject({
      raw: right.replaceAll('\r', ''),
      problems: [],
    })
  })

  it('ALR-37 tries rules before they are saved, and says who would be told and who not, and why', async () => {
    await addPeople()
    await pages.post(`${people}/teams/payments-co`, {
      team: 'Payments',
      slug: 'payments',
      member: ['1', '2'],
    })
    await writer.commands.changeMember({ userId: 1, wishes: [{ projectId: 0, wants: 'mine' }] })
    const raw = 'path:src/cart/* #payments\ntags.browser:"Safari 18*" ada@example.org'
    const tried = async (asked: Readonly<Record<string, string>>): Promise<string> =>
      (await pages.post('/alerts/ownership.md?project=default', { raw, do: 'try', ...asked })).text()
    expect(await tried({ path: 'src/cart/total.ts' })).toContain(
      'Owners: #payments (line 1 of the ownership rules: path:src/cart/* #payments)',
    )
    const safari = await tried({ path: 'src/cart/total.ts', tag: 'browser: Safari 18.1' })
    expect(safari).toContain('Owners: Ada (line 2')
    expect(safari).toContain('not me@example.org: wants to hear only of what is theirs')
    expect(safari).toContain('Ada: member of the project')
    expect(await tried({ path: 'x.ts' })).toContain('Owners: nobody')
    expect(await tried({})).toContain('Name an issue, or a path')
    expect(await tried({ tag: 'browser' })).toContain('Write a tag as key:value')
    expect(await tried({ issue: 'default-9' })).toContain('There is no issue DEFAULT-9')
    expect(await json('/alerts/ownership.json')).toMatchObject({ raw: '' })
  })

  it('ALR-37 is of projects there are, and never of the internal one', async () => {
    expect((await pages.get('/alerts/ownership?project=no')).status).toBe(404)
    expect((await pages.get('/alerts/ownership?project=culprit')).status).toBe(404)
    const long = `# ${'x'.repeat(120_000)}`
    const answer = await pages.post(ownership, { raw: long, do: 'save' })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('longer than 100000 characters')
  })
})

describe('an issue', () => {
  beforeEach(async () => {
    await addPeople()
    const event = sampleFingerprint(1, { metadata: { filename: 'src/cart/total.ts' } })
    await digestSamples({ digest: writer.digest, encodeBlock }, [event])
  })

  it('ALR-37 shows who owns it, and by which line', async () => {
    expect(await text('/issues/DEFAULT-1')).toContain('It is assigned to nobody')
    await writer.commands.setOwnership({ projectId: 1, raw: '\npath:src/cart/* #payments-co' })
    expect(await json('/issues/DEFAULT-1.json')).toMatchObject({
      owners: {
        by: 'rule',
        rule: { line: 2, text: 'path:src/cart/* #payments-co' },
        teams: [{ slug: 'payments-co', members: [] }],
      },
    })
    expect(await text('/issues/DEFAULT-1')).toContain('nobody is in it')
    expect(await text('/issues/DEFAULT-1.md')).toContain('#payments-co (line 2 of the ownership rules')
    expect(await text(`${ownership}&issue=DEFAULT-1`)).toContain('Told, when a rule fires')
  })

  it('ALR-18 is assigned to a team, a member, and to nobody again', async () => {
    for (const [assignee, name] of [
      ['team:1', '#payments-co'],
      ['member:2', 'Ada'],
    ] as const) {
      const answer = await pages.post('/issues/DEFAULT-1/assign', { assignee, back: '/issues?query=x' })
      expect(answer.headers.get('location')).toBe('/issues?query=x')
      const page = await text('/issues/DEFAULT-1')
      expect(page).toContain(`value="${assignee}" selected`)
      expect(page).toContain('By assignment')
      expect(page).toContain(name)
    }
    expect((await pages.post('/issues/DEFAULT-1/assign', { assignee: 'team:9' })).status).toBe(400)
    expect((await pages.post('/issues/DEFAULT-1/assign', { assignee: 'x' })).status).toBe(400)
    await pages.post('/issues/DEFAULT-1/assign', { assignee: '' })
    expect(await json('/issues/DEFAULT-1.json')).toMatchObject({ owners: { by: 'nobody' } })
    expect((await pages.post('/issues/DEFAULT-7/assign', { assignee: '' })).status).toBe(404)
  })
})

describe('all of these pages', () => {
  const paths = [people, `${people}/teams/t`, `${people}/members/2/remove`, '/alerts/ownership']

  it('ALR-38 are not for strangers, and refuse forms of other sites', async () => {
    await addPeople()
    for (const path of [...paths, `${people}.json`, '/alerts/ownership.md']) {
      const answer = await pages.app.fetch(new Request(pagesUrl + path, { headers: { accept: 'text/html' } }))
      expect([303, 401], path).toContain(answer.status)
    }
    for (const path of [
      `${people}/members`,
      `${people}/teams`,
      `${people}/members/2/remove`,
      `${people}/teams/payments-co`,
      `${people}/teams/payments-co/remove`,
      ownership,
      '/issues/DEFAULT-1/assign',
    ])
      expect((await pages.post(path, { team: 'x', email: 'x@y.z', raw: '' }, 'forged')).status, path).toBe(
        403,
      )
    expect(await json(`${people}.json`)).toMatchObject({ members: [{}, {}], teams: [{}] })
  })

  it('ALR-38 show whatever people call things as text', async () => {
    for (const [index, name] of Object.values(hostileStrings).slice(0, 40).entries()) {
      await pages.post(`${people}/teams`, { team: name.slice(0, 60), slug: `t${index}` })
      await pages.post(`${people}/members`, { email: `m${index}@x.io`, name: name.slice(0, 100) })
    }
    await pages.post(`${people}/teams`, { team: '<img src=x>', slug: 't' })
    const raw = Object.values(hostileStrings).join('\n')
    const tried = await (await pages.post(ownership, { raw, do: 'try', path: '<img src=x>' })).text()
    for (const page of [tried, ...(await Promise.all(paths.map(text)))]) {
      const tags = page.replaceAll(/="[^"]*"/g, '=""')
      expect(tags).not.toMatch(/<script(?! type="" src="")|<img|<iframe|<[^>]*\s(?:on\w+|style)=/i)
    }
  })
})
