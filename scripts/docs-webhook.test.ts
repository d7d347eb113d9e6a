import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createTempDir, until } from '@culprit/testkit'
import { expect, it } from 'vitest'
import { createAddressGuard } from '../packages/tracker/src/notify/address-guard.ts'
import { createTestDestination } from '../packages/tracker/src/notify/test-destination.ts'
import { examplesOf } from './docs/examples.ts'
import { runExample, writeExample } from './docs/run-example.ts'

it('the receiver of the manual takes what the tracker signs, and nothing else', async () => {
  await using place = await createTempDir()
  const page = readFileSync(fileURLToPath(new URL('../docs/alerts.md', import.meta.url)), 'utf8')
  const [example] = examplesOf(page)
  if (!example) return expect.fail('docs/alerts.md has no example')
  writeExample(example, place.path)
  await using running = await runExample(example, place.path)
  const url = await running.url()
  const test = createTestDestination({
    guard: createAddressGuard({ all: true, allowed: [] }),
    now: Date.now,
    monotonic: () => performance.now(),
    userAgent: 'Culprit/test',
    baseUrl: 'https://errors.example',
    random: (length) => new Uint8Array(length),
  })
  const project = { id: 1, slug: 'shop', name: 'shop', createdAt: 0, internal: false }
  const send = async (secret: string): Promise<number | undefined> => {
    const health = { failures: 0, lost: 0 }
    const settings = { url, secret }
    const about = { id: 1, projectId: 1, kind: 'webhook', name: 'hook', createdAt: 0 } as const
    return (await test({ destination: { ...about, settings, health }, project })).status
  }
  expect(await send('the-signing-secret-of-the-destination')).toBe(204)
  await until(() => running.output().includes('alert.test SHOP-0'))
  expect(await send('another-secret-of-16-characters')).toBe(401)
})
