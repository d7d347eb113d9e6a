import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lanes } from '../../src/domain/digest-plan.ts'
import { createSpoolReader } from '../../src/engines/filesystem/spool-reader.ts'
import { createSpoolWriter } from '../../src/engines/filesystem/spool-writer.ts'

const program = join(import.meta.dirname, 'append-until-killed.ts')

/** Runs the program until some moment after its first answer, kills it, and returns the ids it answered. */
async function answeredUntilKilled(dir: string, round: number, afterMs: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--conditions=@culprit/source', program, dir, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    if (text === '') setTimeout(() => child.kill('SIGKILL'), afterMs)
    text += chunk.toString()
  })
  await new Promise((resolve) => child.once('close', resolve))
  // The last line may have been cut by the kill.
  return text.split('\n').slice(0, -1)
}

async function storedIn(dir: string): Promise<readonly string[]> {
  const spool = await createSpoolWriter({ dir })
  const reader = createSpoolReader({ dir })
  const ids: string[] = []
  for (const lane of lanes) {
    const end = spool.ends().find((candidate) => candidate.lane === lane)?.end ?? { segment: 0, offset: 0 }
    let from = { segment: 0, offset: 0 }
    while (from.segment < end.segment || from.offset < end.offset) {
      const read = reader.read(lane, { from, end, maxEntries: 500, maxBytes: 500_000 })
      for (const { meta } of read.entries) ids.push(meta.eventId ?? '')
      from = read.next
    }
  }
  reader.close()
  await spool.close()
  return ids
}

describe('kill -9 while appending', () => {
  it('loses nothing that was answered, and keeps nothing twice, over several kills of one directory', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'culprit-kill-'))
    const answered: string[] = []
    for (let round = 0; round < 5; round += 1)
      answered.push(...(await answeredUntilKilled(dir, round, 20 + Math.random() * 150)))
    const stored = await storedIn(dir)
    await rm(dir, { recursive: true })
    const kept = new Set(stored)
    expect(answered.length).toBeGreaterThan(100)
    expect(answered.filter((id) => !kept.has(id))).toEqual([])
    expect(kept.size).toBe(stored.length)
  }, 60_000)
})
