import { join } from 'node:path'
import type { Lane } from '../../domain/digest-plan.ts'

const pattern = /^(\d{8,12})\.seg$/

/** Returns the directory of a lane inside the spool's directory. */
export function laneDir(spoolDir: string, lane: Lane): string {
  return join(spoolDir, lane)
}

/** Returns the path of segment number `number` (from 1 up) of a lane: `00000001.seg`. */
export function segmentPath(dir: string, number: number): string {
  return join(dir, `${String(number).padStart(8, '0')}.seg`)
}

/** Returns the path of the note that says where a retired segment ends, when cutting it there was impossible. */
export function retiredPath(dir: string, number: number): string {
  return join(dir, `${String(number).padStart(8, '0')}.retired`)
}

/** Returns the numbers of the segments among file names, ascending. */
export function segmentNumbers(names: readonly string[]): readonly number[] {
  const numbers: number[] = []
  for (const name of names) {
    const number = Number(pattern.exec(name)?.[1])
    if (number > 0) numbers.push(number)
  }
  return numbers.sort((left, right) => left - right)
}

/** Returns the durable end that a `.retired` note holds, or undefined when the text is none. */
export function parseRetired(text: string): number | undefined {
  return /^\d{1,15}\n$/.test(text) ? Number(text) : undefined
}
