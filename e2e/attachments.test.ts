import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runTracker, type TrackerProcess } from '@culprit/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { envelopeOf, envelopeUrl } from './support/load.ts'
import { signIn } from './support/sign-in.ts'
import { untilText } from './support/until-text.ts'

const eventId = 'beef0000beef0000beef0000beef0000'
/** All byte values, so that nothing on the way may take them for text. */
const dump = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256)

function files(...entries: readonly (readonly [field: string, name: string, bytes: Uint8Array])[]): FormData {
  const form = new FormData()
  for (const [field, name, bytes] of entries) form.append(field, new Blob([bytes.slice()]), name)
  return form
}

function post(dsn: string, path: string, form: FormData): Promise<Response> {
  const { origin, username } = new URL(dsn)
  return fetch(`${origin}/api/1/${path}?sentry_key=${username}`, { method: 'POST', body: form })
}

interface ListedAttachment {
  readonly name: string
  readonly size: number
  readonly type: string
  readonly stored: boolean
}

async function attachmentsOf(tracker: TrackerProcess, id: string): Promise<readonly ListedAttachment[]> {
  const address = `${tracker.url}/api/0/projects/culprit/default/events/${id}/attachments/`
  return (await fetch(address, { headers: { authorization: `Bearer ${tracker.apiToken}` } })).json()
}

describe('with CULPRIT_STORE_ATTACHMENTS', () => {
  let tracker: TrackerProcess
  let cookie: string

  beforeAll(async () => {
    tracker = await runTracker({ env: { CULPRIT_STORE_ATTACHMENTS: '1' } })
    cookie = await signIn(tracker.setupUrl ?? '')
  })
  afterAll(() => tracker?.stop())

  it('a minidump posted as a form becomes an issue whose dump can be downloaded', async () => {
    const form = files(['upload_file_minidump', 'crash.dmp', dump], ['log', 'größe.log', Buffer.from('log')])
    form.append('sentry[release]', 'game@1')
    const answer = await post(tracker.dsn, 'minidump/', form)
    expect(answer.status).toBe(200)
    const id = (await answer.text()).replaceAll('-', '')
    const page = await untilText(`${tracker.url}/issues/DEFAULT-1`, { cookie, includes: 'crash.dmp' })
    expect(page).toContain('kept, not scrubbed')
    const href = `/issues/DEFAULT-1/events/${id}/attachments/0`
    expect(page).toContain(`href="${href}"`)
    const got = await fetch(tracker.url + href, { headers: { cookie } })
    expect(Buffer.from(await got.arrayBuffer()).equals(dump)).toBe(true)
    expect(got.headers.get('content-type')).toBe('application/octet-stream')
    expect(got.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''crash.dmp")
    expect(got.headers.get('content-security-policy')).toContain('sandbox')
    const named = await fetch(tracker.url + href.replace(/0$/, '1'), { headers: { cookie } })
    expect(named.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''gr%C3%B6%C3%9Fe.log")
    const stranger = await fetch(tracker.url + href, { redirect: 'manual' })
    expect([stranger.status, stranger.headers.get('location')]).toEqual([
      303,
      expect.stringMatching('/sign-in'),
    ])
    expect(await attachmentsOf(tracker, id)).toMatchObject([
      { name: 'crash.dmp', size: dump.length, type: 'event.minidump', stored: true },
      { name: 'größe.log', size: 3, type: 'event.attachment', stored: true },
    ])
  })

  it('files sent after their event are listed with it', async () => {
    await fetch(envelopeUrl(tracker.dsn), { method: 'POST', body: envelopeOf(eventId, 'LateError') })
    const form = files(['shot', 'shot.html', Buffer.from('<script>alert(1)</script>')])
    expect((await post(tracker.dsn, `events/${eventId}/attachments/`, form)).status).toBe(201)
    const page = await untilText(`${tracker.url}/issues/DEFAULT-2`, { cookie, includes: 'shot.html' })
    const href = /href="([^"]*\/attachments\/0)"/.exec(page)?.[1] ?? ''
    const got = await fetch(tracker.url + href, { headers: { cookie } })
    expect(await got.text()).toBe('<script>alert(1)</script>')
    expect(got.headers.get('content-type')).toBe('application/octet-stream')
    expect(got.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('keeps their bytes, also over a kill, for the owner of the directory alone', async () => {
    const before = await attachmentsOf(tracker, eventId)
    expect(before).toHaveLength(1)
    await tracker.kill('SIGKILL')
    await using again = await runTracker({ dataDir: tracker.dataDir })
    expect(await attachmentsOf(again, eventId)).toEqual(before)
    const folder = join(tracker.dataDir, 'attachments')
    const kept = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
    expect(kept).toHaveLength(3)
    for (const { parentPath, name } of kept) {
      expect(statSync(parentPath).mode & 0o077).toBe(0)
      expect(statSync(join(parentPath, name)).mode & 0o077).toBe(0)
    }
    await again.stop()
  })
})

it('without it only name, type and size of a file are kept', async () => {
  await using tracker = await runTracker()
  const cookie = await signIn(tracker.setupUrl ?? '')
  const form = files(['upload_file_minidump', 'crash.dmp', dump])
  const id = (await (await post(tracker.dsn, 'minidump/', form)).text()).replaceAll('-', '')
  const page = await untilText(`${tracker.url}/issues/DEFAULT-1`, { cookie, includes: 'crash.dmp' })
  expect(page).toContain('only its name and size are kept')
  expect(page).not.toContain('/attachments/0')
  const href = `${tracker.url}/issues/DEFAULT-1/events/${id}/attachments/0`
  expect((await fetch(href, { headers: { cookie } })).status).toBe(404)
  expect(await attachmentsOf(tracker, id)).toMatchObject([{ size: dump.length, stored: false }])
  expect(readdirSync(join(tracker.dataDir, 'attachments'))).toEqual([])
})
