import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTempDir } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { lockDataDir } from './lock.ts'

const lockModule = JSON.stringify(new URL('./lock.ts', import.meta.url).href)

/** Starts a process that locks `dir` and then waits; resolves once it says what became of it. */
async function lockElsewhere(dir: string): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const source = `import { lockDataDir } from ${lockModule}
    try { lockDataDir(${JSON.stringify(dir)}); console.log('locked') } catch (error) { console.log(error.message) }
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [chunk] = await once(child.stdout, 'data')
  return { child, said: String(chunk).trim() }
}

describe('lockDataDir()', () => {
  it('lets one process in and tells the other whose lock it is', async () => {
    await using temp = await createTempDir()
    const lock = lockDataDir(temp.path)
    const { child, said } = await lockElsewhere(temp.path)
    child.kill('SIGKILL')
    expect(said).toContain(`in use by process ${process.pid}`)
    expect(() => lockDataDir(temp.path)).toThrow(expect.objectContaining({ code: 'locked' }))
    lock.release()
    expect(readdirSync(temp.path)).toEqual([])
    lockDataDir(temp.path).release()
  })

  it('takes over the lock of a process that was killed', async () => {
    await using temp = await createTempDir()
    const { child, said } = await lockElsewhere(temp.path)
    expect(said).toBe('locked')
    expect(() => lockDataDir(temp.path)).toThrow(`in use by process ${child.pid}`)
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    const lock = lockDataDir(temp.path)
    expect(readdirSync(temp.path)).toEqual(['lock'])
    expect(statSync(join(temp.path, 'lock')).mode & 0o777).toBe(0o600)
    lock.release()
  })

  it.skipIf(!existsSync('/proc/self/stat'))(
    'does not take another program with the same pid for the holder',
    async () => {
      await using temp = await createTempDir()
      writeFileSync(
        join(temp.path, 'lock'),
        JSON.stringify({ pid: process.pid, identity: 'an earlier boot:1' }),
      )
      lockDataDir(temp.path).release()
    },
  )

  it.each(['', '{', '{"pid":"x"}', 'null'])('takes over a lock that says %j', async (text) => {
    await using temp = await createTempDir()
    writeFileSync(join(temp.path, 'lock'), text)
    lockDataDir(temp.path).release()
  })

  it('lets in exactly one of many that find the same stale lock', async () => {
    await using temp = await createTempDir()
    writeFileSync(join(temp.path, 'lock'), JSON.stringify({ pid: 2 ** 22 + 1, identity: 'gone' }))
    const all = await Promise.all(Array.from({ length: 6 }, () => lockElsewhere(temp.path)))
    for (const { child } of all) child.kill('SIGKILL')
    expect(all.filter(({ said }) => said === 'locked')).toHaveLength(1)
  })

  it('does not release a lock that somebody else holds by now', async () => {
    await using temp = await createTempDir()
    const lock = lockDataDir(temp.path)
    writeFileSync(join(temp.path, 'lock'), 'another')
    lock.release()
    expect(existsSync(join(temp.path, 'lock'))).toBe(true)
  })
})
