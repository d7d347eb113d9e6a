import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DigestPlan } from '../../domain/digest-plan.ts'
import { dayOf, type Instant } from '../../domain/instant.ts'
import type { DataDir } from '../filesystem/data-dir.ts'
import { syncDirectory } from '../filesystem/payload-blocks.ts'

/** Files that a batch wrote beside the database; `discard` takes them back when its transaction fails. */
export interface RawFiles {
  discard(): void
}

/** The ids that a plan's first parked event and first attachment get; the rest follow one by one. */
export interface FirstIds {
  readonly parked: number
  readonly attachment: number
}

/**
 * Writes the raw bytes of parked events to `parked/<id>.raw` and kept attachment bodies to
 * `attachments/<day>/<id>.bin`, durably, all 0600: none of these bytes is scrubbed. What a crash leaves without a row
 * is written over when its id is given again, and goes with its day at the latest.
 */
export function storeRawFiles(dir: DataDir, plan: DigestPlan, first: FirstIds): RawFiles {
  const written: string[] = []
  const discard = (): void => {
    for (const path of written) rmSync(path, { force: true })
  }
  try {
    for (const [index, event] of plan.parked.entries()) {
      writeDurably(parkedPath(dir, first.parked + index), event.raw, written)
    }
    for (const [index, note] of plan.attachments.entries()) {
      if (!note.body) continue
      const path = attachmentPath(dir, { id: first.attachment + index, received: note.received })
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeDurably(path, note.body, written)
    }
    const folders = new Set(written.map((path) => dirname(path)))
    for (const folder of folders) syncDirectory(folder)
    // A folder may be new too, and then its name must last as well.
    if (folders.size > 0) syncDirectory(dir.attachments)
  } catch (error) {
    discard()
    throw error
  }
  return { discard }
}

/** Returns where the body of an attachment is kept: a file named by its row, in the folder of its day. */
export function attachmentPath(
  dir: DataDir,
  { id, received }: { readonly id: number; readonly received: Instant },
): string {
  return join(dir.attachments, dayOf(received), `${id}.bin`)
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
