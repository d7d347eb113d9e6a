import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTempDir } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { openReader } from './open-reader.ts'
import { openWriter } from './open-writer.ts'
import { openSettings, sealSettings } from './sealed-settings.ts'

const key = new Uint8Array(32).fill(7)
const settings = { url: 'https://hooks.example/very-secret-token' }

describe('sealSettings() and openSettings()', () => {
  it('bring settings back, each time sealed anew', () => {
    const [one, two] = [1, 2].map(() => sealSettings(settings, { key, projectId: 1 }))
    expect(one && openSettings(one, { key, projectId: 1 })).toEqual(settings)
    expect(Buffer.from(one ?? []).equals(two ?? new Uint8Array())).toBe(false)
  })

  it('CHN-10 do not open with another key, for another project, or when a bit was changed', () => {
    const sealed = sealSettings(settings, { key, projectId: 1 })
    expect(openSettings(sealed, { key: new Uint8Array(32), projectId: 1 })).toBeUndefined()
    expect(openSettings(sealed, { key, projectId: 2 })).toBeUndefined()
    for (const at of [0, 5, 20, sealed.length - 1]) {
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(openSettings(changed, { key, projectId: 1 }), `byte ${at}`).toBeUndefined()
    }
    expect(openSettings(new Uint8Array(), { key, projectId: 1 })).toBeUndefined()
  })
})

describe('a data directory with destinations', () => {
  it('CHN-10 has the secret in no file, and a key that only its owner reads', async () => {
    await using temp = await createTempDir()
    const writer = await openWriter({ dataDir: temp.path })
    await writer.provision({ now: 1, dsnKey: 'a'.repeat(32), newKey: () => 'b'.repeat(32) })
    await writer.commands.addDestination({ projectId: 1, kind: 'slack', name: 'ops', settings, now: 1 })
    for (const name of readdirSync(temp.path).filter((each) => each.startsWith('culprit.db')))
      expect(readFileSync(join(temp.path, name)).includes('very-secret-token'), name).toBe(false)
    expect(statSync(join(temp.path, 'secret.key')).mode & 0o777).toBe(0o600)
    await writer.close()
  })

  it('shows destinations as unreadable when the key is another one, and lets them be entered again', async () => {
    await using temp = await createTempDir()
    const first = await openWriter({ dataDir: temp.path })
    await first.provision({ now: 1, dsnKey: 'a'.repeat(32), newKey: () => 'b'.repeat(32) })
    await first.commands.addDestination({ projectId: 1, kind: 'slack', name: 'ops', settings, now: 1 })
    await first.close()
    writeFileSync(join(temp.path, 'secret.key'), `${'0'.repeat(64)}\n`)
    const writer = await openWriter({ dataDir: temp.path })
    const reader = openReader({ dataDir: temp.path })
    const read = await reader.reads.destination([1], 1)
    expect([read?.name, read?.settings]).toEqual(['ops', undefined])
    await writer.commands.changeDestination({ scope: [1], id: 1, settings, now: 2 })
    expect((await reader.reads.destination([1], 1))?.settings).toEqual(settings)
    reader.close()
    await writer.close()
  })
})
