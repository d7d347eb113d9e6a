import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { DebuggedError, DebuggedFailure } from '../debugged-error.ts'
import { FailureSecrets } from '../trust/access.ts'
import { ValueHandles } from '../values/value-handles.ts'
import { FailureStore } from './failure-store.ts'
import type { LiveFailure } from './live-failure.ts'
import { ProcessRegistry } from './process-registry.ts'

function failureOf(
  id: string,
  { bytes = 10, storedAt = 0, causes = [] as readonly string[] } = {},
): LiveFailure {
  const errors = [id, ...causes].map((one): DebuggedError => {
    return {
      id: one,
      type: 'Error',
      message: '',
      relation: 'raised',
      properties: [],
      frames: [],
      hints: [],
      links: [],
      stack: '',
    }
  })
  const failure: DebuggedFailure = {
    errors,
    id,
    status: 500,
    at: new Date(0),
    process: { pid: 1, node: '', started: new Date(0), title: '', directory: '' },
    environment: [],
    packages: [],
    logs: [],
  }
  return {
    failure,
    errors: errors.map((error) => ({ error, frames: [], consoleOf: () => undefined, cancel: () => {} })),
    handles: new ValueHandles({ isSecretKey: () => false }),
    secrets: new FailureSecrets(),
    bytes,
    storedAt,
  }
}

describe('FailureStore', () => {
  it('WZD-15: keeps the last failures, and frees the others as a whole', () => {
    const store = new FailureStore({ failures: 2 }, () => 0)
    for (const id of ['a', 'b', 'c']) store.add(failureOf(id, { causes: [`${id}2`] }))
    expect(store.size).toBe(2)
    expect(store.find('a').kind).toBe('expired')
    expect(store.find('a2').kind).toBe('expired')
    expect(store.find('b2')).toMatchObject({
      kind: 'live',
      error: { error: { id: 'b2' } },
      live: { failure: { id: 'b' } },
    })
    expect(store.find('z').kind).toBe('unknown')
  })

  it('is bounded in bytes, but keeps the last one whatever its size', () => {
    const store = new FailureStore({ bytes: 100 }, () => 0)
    store.add(failureOf('a', { bytes: 60 }))
    store.add(failureOf('b', { bytes: 60 }))
    expect(store.find('a').kind).toBe('expired')
    store.add(failureOf('c', { bytes: 1000 }))
    expect(store.find('c').kind).toBe('live')
    expect(store.size).toBe(1)
  })

  it('frees what is old', () => {
    let now = 0
    const store = new FailureStore({ ttlMs: 1000 }, () => now)
    store.add(failureOf('a'))
    now = 1001
    expect(store.find('a').kind).toBe('expired')
    expect(store.size).toBe(0)
  })

  it('frees what it held for garbage collection', async () => {
    const store = new FailureStore({ failures: 1 }, () => 0)
    const held = new WeakRef(failureOf('a'))
    store.add(held.deref() ?? failureOf('a'))
    store.add(failureOf('b'))
    expect(store.find('a').kind).toBe('expired')
    await new Promise((resolve) => setTimeout(resolve, 0))
    globalThis.gc?.()
    if (globalThis.gc !== undefined) expect(held.deref()).toBeUndefined()
  })
})

describe('ProcessRegistry', () => {
  const folders: string[] = []
  const folder = (): string => {
    const path = mkdtempSync(join(tmpdir(), 'culprit-registry-'))
    folders.push(path)
    return path
  }
  afterEach(() => {
    for (const path of folders.splice(0)) rmSync(path, { recursive: true })
  })
  const id = 'a'.repeat(32)

  it('WZD-5: tells which process has an error', () => {
    const path = folder()
    writeFileSync(join(path, String(process.ppid)), `${id}\n`)
    expect(new ProcessRegistry(path).stateOf(id)).toMatchObject({ state: 'other-process', pid: process.ppid })
  })

  it('PIN-4: tells that the process has restarted', () => {
    const path = folder()
    writeFileSync(join(path, '999999999'), `${id}\n`)
    expect(new ProcessRegistry(path).stateOf(id)).toMatchObject({
      state: 'restarted',
      pid: process.pid,
      started: expect.any(String),
    })
  })

  it('WZD-5, WZD-15: finds the newest of many processes, and keeps no more than it looks through', () => {
    const path = folder()
    for (let n = 0; n < 300; n++) {
      const file = join(path, String(1_000_000_000 + n))
      writeFileSync(file, `${'c'.repeat(32)}\n`)
      utimesSync(file, Date.now() / 1000 - 60, Date.now() / 1000 - 60 + n / 100)
    }
    writeFileSync(join(path, '1999999999'), `${id}\n`)
    const registry = new ProcessRegistry(path)
    expect(registry.stateOf(id)).toMatchObject({ state: 'restarted' })
    registry.add(['d'.repeat(32)])
    expect(readdirSync(path)).toHaveLength(201)
    expect(registry.stateOf(id)).toMatchObject({ state: 'restarted' })
  })

  it('knows nothing of others, and fails nowhere', () => {
    const registry = new ProcessRegistry(folder())
    registry.add([id])
    expect(registry.stateOf('b'.repeat(32))).toBeUndefined()
    const broken = new ProcessRegistry('/dev/null/none')
    broken.add([id])
    expect(broken.stateOf(id)).toBeUndefined()
    expect(broken.expired()).toMatchObject({ state: 'expired', pid: process.pid })
  })
})
