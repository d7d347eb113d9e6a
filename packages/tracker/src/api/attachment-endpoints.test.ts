import {
  createTempDir,
  digestSamples,
  sampleFingerprint,
  sampleId,
  sampleNow,
  type TempDir,
} from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeBlock } from '../encoding/payload-block.ts'
import { openReader, type SqliteReader } from '../engines/sqlite/open-reader.ts'
import { openWriter } from '../engines/sqlite/open-writer.ts'
import type { SqliteWriter } from '../engines/sqlite/sqlite-writer.ts'
import { hashSecret } from '../query/session-cookie.ts'
import { createApi } from './router.ts'

const token = 'a-token-of-more-than-16'
const list = `/projects/culprit/default/events/${sampleId(1)}/attachments/`

let temp: TempDir
let writer: SqliteWriter
let reader: SqliteReader
let ask: (path: string) => Promise<Response>

beforeEach(async () => {
  temp = await createTempDir()
  writer = await openWriter({ dataDir: temp.path, clock: () => sampleNow })
  await writer.provision({ now: sampleNow, dsnKey: 'a'.repeat(32), newKey: () => 'b'.repeat(32) })
  reader = openReader({ dataDir: temp.path, clock: () => sampleNow })
  const { fetch } = createApi({
    reads: reader.reads,
    commands: writer.commands,
    clock: () => sampleNow,
    config: { baseUrl: 'https://x.example', apiTokenHash: hashSecret(token), version: '0.1.0' },
    testDestination: () => Promise.reject(new Error('no test here')),
    reportError: (error) => {
      throw error
    },
  })
  const headers = { authorization: `Bearer ${token}` }
  ask = (path) => fetch(new Request(`https://x.example/api/0${path}`, { headers }))
  const note = { projectId: 1, eventId: sampleId(1), received: sampleNow }
  const text = { contentType: 'text/plain', attachmentType: 'event.attachment' }
  const dump = { contentType: 'application/x-dmp', attachmentType: 'event.minidump' }
  await digestSamples({ digest: writer.digest, encodeBlock }, [sampleFingerprint(1), sampleFingerprint(2)], {
    attachments: [
      { ...note, ...text, filename: 'log.txt', bytes: 3, body: Buffer.from('log') },
      { ...note, ...dump, filename: 'core.dmp', bytes: 9000 },
    ],
  })
})

afterEach(async () => {
  reader.close()
  await writer.close()
  await temp.remove()
})

describe('attachments of an event', () => {
  it('are listed in Sentry’s shape', async () => {
    expect(await (await ask(list)).json()).toEqual([
      {
        id: '0',
        event_id: sampleId(1),
        type: 'event.attachment',
        name: 'log.txt',
        mimetype: 'text/plain',
        size: 3,
        headers: { 'Content-Type': 'text/plain' },
        sha1: null,
        dateCreated: '2026-01-15T12:00:00.000Z',
        stored: true,
      },
      expect.objectContaining({ id: '1', name: 'core.dmp', type: 'event.minidump', stored: false }),
    ])
    expect(await (await ask(list.replace(sampleId(1), sampleId(2)))).json()).toEqual([])
  })

  it('are answered one by one, and downloaded where the bytes were kept', async () => {
    expect(await (await ask(`${list}1/`)).json()).toMatchObject({ id: '1', name: 'core.dmp' })
    const kept = await ask(`${list}0/?download=1`)
    expect(kept.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''log.txt")
    expect(await kept.text()).toBe('log')
    expect((await ask(`${list}1/?download=1`)).status).toBe(404)
  })

  it.each([
    `${list}2/`,
    `${list}-1/`,
    `${list}x/?download=1`,
    list.replace(sampleId(1), sampleId(9)),
    list.replace(sampleId(1), 'nonsense'),
    list.replace('default', 'culprit'),
    list.replace('default', 'nowhere'),
    list.replace('projects/culprit', 'projects/other'),
  ])('are 404 at %s', async (path) => {
    expect((await ask(path)).status).toBe(404)
  })
})
