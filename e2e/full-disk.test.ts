import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createApiClient, createTempDir, runTracker, until } from '@culprit/testkit'
import { envelopeOf, envelopeUrl } from './support/load.ts'

const run = promisify(execFile)

it('a full disk: 503 with a reason, nothing answered is lost, and it recovers by itself', async (context) => {
  await using dir = await createTempDir('culprit-disk-')
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', dir.path]).then(
    () => true,
    () => false,
  )
  if (!mounted) return context.skip('no right to mount a small disk')
  try {
    await using tracker = await runTracker({
      dataDir: join(dir.path, 'data'),
      env: { CULPRIT_MIN_FREE_DISK_BYTES: '0' },
    })
    const api = createApiClient({ url: tracker.url, token: tracker.apiToken })
    const answered: string[] = []
    const send = async (): Promise<{ readonly status: number; readonly text: string }> => {
      const id = crypto.randomUUID().replaceAll('-', '')
      const response = await fetch(envelopeUrl(tracker.dsn), {
        method: 'POST',
        body: envelopeOf(id, 'DiskError'),
      })
      if (response.status === 200) answered.push(id)
      return { status: response.status, text: await response.text() }
    }
    expect((await send()).status).toBe(200)
    await until(() => api.event(answered[0] ?? ''), { what: 'the first event' })

    const filler = join(dir.path, 'filler')
    await writeFile(filler, Buffer.alloc(64 * 1024 * 1024)).catch(() => undefined)
    const refused = await until(
      async () => {
        const answer = await send()
        return answer.status !== 200 && answer
      },
      { what: 'a refusal', timeoutMs: 30_000 },
    )
    expect(refused.status).toBe(503)
    expect(JSON.parse(refused.text)).toMatchObject({ detail: expect.stringMatching(/disk|space/i) })

    await rm(filler)
    await until(async () => (await send()).status === 200, { what: 'recovery', timeoutMs: 15_000 })
    const issue = await until(async () => (await api.issues())[0], { what: 'the issue' })
    await until(async () => (await api.issue(issue.id)).count === String(answered.length), {
      what: `${answered.length} counted events`,
      timeoutMs: 15_000,
    })
    const stored = new Set((await api.events(issue.id)).map((event) => event.eventID))
    expect(answered.filter((id) => !stored.has(id))).toEqual([])
  } finally {
    await run('umount', ['-l', dir.path]).catch(() => undefined)
  }
})
