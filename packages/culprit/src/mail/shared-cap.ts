import { randomBytes } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../logging/make-folder.ts'
import { createHourlyCap, hourMs, type HourlyCap } from './hourly-cap.ts'
import { tryList, tryRemove } from './try-files.ts'

/** What a shared cap needs. */
export interface SharedCapOptions {
  readonly directory: string
  /** Tells caps in the same directory apart; letters only. */
  readonly name: string
  readonly perHour: number
}

/**
 * Returns a cap that all processes with the same directory share, over restarts too: a process that crashes each time
 * it starts would otherwise begin anew each time. Each mail leaves an empty file whose name is its time. Several
 * processes at the very same moment may go over it by one each. Where nothing can be written it is a cap of this process.
 */
export function createSharedCap({ directory, name, perHour }: SharedCapOptions): HourlyCap {
  const own = createHourlyCap(perHour)
  const pattern = new RegExp(`^${name}-(\\d{1,15})-[0-9a-f]{12}$`)
  // While it is full a storm of errors must not read the directory for each of them.
  let fullUntil = -Infinity
  const freeAt = (at: number): number => {
    const times = readTimes(directory, pattern, at)
    return times.length < perHour ? at : (times[0] ?? at) + hourMs
  }
  return {
    take: (at) => {
      if (perHour === Infinity) return true
      if (at < fullUntil && at > fullUntil - hourMs) return false
      fullUntil = freeAt(at)
      if (fullUntil > at) return false
      fullUntil = -Infinity
      return (
        own.take(at) && mark(join(directory, `${name}-${at}-${randomBytes(6).toString('hex')}`), directory)
      )
    },
    freeAt: (at) => Math.max(own.freeAt(at), freeAt(at)),
  }
}

/** Returns the times of the last hour, the oldest first, and removes the others. */
function readTimes(directory: string, pattern: RegExp, at: number): readonly number[] {
  const times: number[] = []
  for (const file of tryList(directory)) {
    const time = pattern.exec(file)?.[1]
    if (time === undefined) continue
    if (Math.abs(at - Number(time)) < hourMs) times.push(Number(time))
    else tryRemove(join(directory, file))
  }
  return times.toSorted((a, b) => a - b)
}

/** The cap of this process holds where there is no disk, so a mark that cannot be left stops no mail. */
function mark(path: string, directory: string): true {
  try {
    makeFolder(directory, 0o700)
    closeSync(openSync(path, 'wx', 0o600))
  } catch {
    // The mail itself will tell of a disk that cannot be written to.
  }
  return true
}
