import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { createApiClient, createTempDir, runTracker, until, type TrackerProcess } from '@culprit/testkit'
import { envelopeOf, envelopeUrl } from './support/load.ts'
import { signIn } from './support/sign-in.ts'

/** Takes a table away, as a broken disk or a mistaken hand would; returns what puts it back. */
function dropTable(dataDir: string, table: string): () => void {
  const run = (sql: string): void => {
    const db = new DatabaseSync(join(dataDir, 'culprit.db'), { timeout: 5000 })
    db.exec(sql)
    db.close()
  }
  const db = new DatabaseSync(join(dataDir, 'culprit.db'), { readOnly: true })
  const made = db.prepare('SELECT sql FROM sqlite_master WHERE name = ?').get(table)?.['sql']
  db.close()
  run(`DROP TABLE ${table}`)
  return () => run(String(made))
}

async function ask(tracker: TrackerProcess, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${tracker.apiToken}` }
  const answer = await fetch(`${tracker.url}/api/0${path}`, { headers })
  return answer.status === 200 ? answer.json() : undefined
}

interface FailedPage {
  readonly html: string
  readonly reference: string
}

/** A page whose table is gone. */
async function failedPage(tracker: TrackerProcess): Promise<FailedPage> {
  const cookie = await signIn(tracker.setupUrl ?? '')
  dropTable(tracker.dataDir, 'teams')
  const answer = await fetch(`${tracker.url}/alerts/people`, { headers: { cookie, accept: 'text/html' } })
  expect(answer.status).toBe(500)
  return { html: await answer.text(), reference: answer.headers.get('x-request-error') ?? '' }
}

describe('the tracker’s own errors', () => {
  it('a page that fails has a reference, which is the event in the internal project and on the line', async () => {
    await using dir = await createTempDir()
    await using tracker = await runTracker({ dataDir: dir.path })
    const { html, reference } = await failedPage(tracker)
    expect(reference).toMatch(/^[0-9a-f]{32}$/)
    expect(html).toContain(`<code>${reference}</code>`)
    expect(html).not.toContain('no such table')
    const event = await until(() => ask(tracker, `/projects/culprit/internal/events/${reference}/`), {
      what: 'the event of the reference',
    })
    expect(event).toMatchObject({
      eventID: reference,
      title: expect.stringContaining('no such table: teams'),
    })
    expect(JSON.stringify(event)).toContain('GET /alerts/people')
    await until(() => tracker.stderr().includes(reference), { what: 'the line' })
    expect(tracker.stderr()).toMatch(
      new RegExp(`ERROR culprit\\.tracker: GET /alerts/people failed \\(${reference}\\)\\n.*no such table`),
    )
    const headers = { authorization: `Bearer ${tracker.apiToken}` }
    const answer = await fetch(`${tracker.url}/api/0/organizations/culprit/teams/`, { headers })
    const body: unknown = await answer.json()
    expect([answer.status, body]).toEqual([
      500,
      { detail: 'Internal Error', errorId: answer.headers.get('x-request-error') },
    ])
  }, 60_000)

  it('an error while its own error is digested does not feed itself', async () => {
    await using dir = await createTempDir()
    await using tracker = await runTracker({ dataDir: dir.path })
    const putBack = dropTable(dir.path, 'issues')
    for (let n = 0; n < 20; n += 1)
      await fetch(envelopeUrl(tracker.dsn), { method: 'POST', body: envelopeOf(String(n).padStart(32, '0')) })
    await until(() => /digest\.\w+ failed/.test(tracker.stderr()), { what: 'a line' })
    await new Promise((resolve) => setTimeout(resolve, 5000))
    putBack()
    const api = createApiClient({ url: tracker.url, token: tracker.apiToken })
    await fetch(envelopeUrl(tracker.dsn), { method: 'POST', body: envelopeOf('f'.repeat(32), 'LaterError') })
    await until(async () => (await api.issues()).some(({ title }) => title.includes('LaterError')), {
      what: 'an event after the repair',
      timeoutMs: 30_000,
    })
    const own = await ask(tracker, '/projects/culprit/internal/issues/?query=')
    const count = Array.isArray(own) ? own.reduce((sum, { count: each }) => sum + Number(each), 0) : NaN
    expect(count).toBeLessThanOrEqual(5)
    expect(tracker.stderr().split('\n').length).toBeLessThan(400)
  }, 90_000)

  it('go to another tracker by its DSN, or only to the log', async () => {
    await using other = await runTracker()
    await using dir = await createTempDir()
    await using tracker = await runTracker({ dataDir: dir.path, env: { CULPRIT_OWN_ERRORS: other.dsn } })
    const { reference } = await failedPage(tracker)
    await until(() => ask(other, `/projects/culprit/default/events/${reference}/`), {
      what: 'the event there',
    })
    expect(await ask(tracker, `/projects/culprit/internal/events/${reference}/`)).toBeUndefined()
    await using offDir = await createTempDir()
    await using off = await runTracker({ dataDir: offDir.path, env: { CULPRIT_OWN_ERRORS: 'off' } })
    const { reference: logged } = await failedPage(off)
    await until(() => off.stderr().includes(logged), { what: 'the line' })
    expect(await ask(off, '/projects/culprit/internal/issues/?query=')).toEqual([])
  }, 90_000)

  it('what ends the process is an issue after the next start', async () => {
    await using dir = await createTempDir()
    await using preload = await createTempDir()
    const file = join(preload.path, 'bomb.mjs')
    writeFileSync(file, `process.on('SIGUSR2', () => { throw new RangeError('the bomb') })`)
    const first = await runTracker({ dataDir: dir.path, env: { NODE_OPTIONS: `--import ${file}` } })
    await first.kill('SIGUSR2')
    await using second = await runTracker({ dataDir: dir.path })
    const issues = await until(
      async () => {
        const own = await ask(second, '/projects/culprit/internal/issues/?query=')
        return Array.isArray(own) && own.length > 0 ? own : undefined
      },
      { what: 'the issue of the crash' },
    )
    expect(issues).toMatchObject([{ title: 'RangeError: the bomb', count: '1' }])
    expect(second.stderr()).toMatch(
      /ERROR culprit\.tracker: process failed \([0-9a-f]{32}\)\nRangeError: the bomb/,
    )
  }, 60_000)
})
