import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { DigestPlan } from '../../domain/digest-plan.ts'
import { dayOf } from '../../domain/instant.ts'
import type { DataDir } from '../filesystem/data-dir.ts'

/** Files that a batch wrote beside the database; `discard` takes them back when its transaction fails. */
export interface RawFiles {
  readonly firstParkedId: number
  discard(): void
}

/**
 * Writes the raw bytes of parked events to `parked/<id>.raw` and kept attachment bodies to
 * `attachments/<day>/<event id>-<n>.bin`, durably, all 0600: none of these bytes is scrubbed.
 */
export function storeRawFiles(dir: DataDir, plan: DigestPlan, firstParkedId: number): RawFiles {
  const written: string[] = []
  const discard = (): void => {
    for (const path of written) rmSync(path, { force: true })
  }
  try {
    for (const [index, event] of plan.parked.entries()) {
      writeDurably(parkedPath(dir, firstParkedId + index), event.raw, written)
    }
    for (const [index, note] of plan.attachments.entries()) {
      if (!note.body) continue
      const folder = join(dir.attachments, dayOf(note.received))
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const name = /^[0-9a-f]{32}$/.test(note.eventId) ? note.eventId : 'unknown'
      writeDurably(
        join(folder, `${note.projectId}-${name}-${plan.upTo.segment}-${plan.upTo.offset}-${index}.bin`),
        note.body,
        written,
      )
    }
  } catch (error) {
    discard()
    throw error
  }
  return { firstParkedId, discard }
}

/** Unlinks the raw bytes of all parked events but those with the given ids, also what a crash left without a row. */
export function removeParkedFiles(dir: DataDir, keep: ReadonlySet<number>): void {
  for (const name of readdirSync(dir.parked)) {
    const id = /^(\d+)\.raw$/.exec(name)?.[1]
    if (id !== undefined && !keep.has(Number(id))) rmSync(join(dir.parked, name), { force: true })
  }
}

function parkedPath(dir: DataDir, id: number): string {
  return join(dir.parked, `${id}.raw`)
}

function writeDurably(path: string, bytes: Uint8Array, written: string[]): void {
  written.push(path)
  const fd = openSync(path, 'w', 0o600)
  try {
    let done = 0
    while (done < bytes.byteLength) done += writeSync(fd, bytes, done)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
