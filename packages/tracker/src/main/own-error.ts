import { randomBytes } from 'node:crypto'
import { createEventId } from '@culprit/wire'
import type { OwnError } from '../ports/ingest-status.ts'

const maxCauses = 5
const max = { name: 200, message: 8192, stack: 65_536 }

export interface OwnErrorOptions {
  /** What failed. */
  readonly where: string
  /** @default false */
  readonly isAnswer?: boolean | undefined
}

/** Returns an error of the tracker's own as plain data, under a new reference. Never throws, whatever was thrown. */
export function toOwnError(error: unknown, { where, isAnswer = false }: OwnErrorOptions): OwnError {
  const causes: OwnError['causes'][number][] = []
  try {
    let cause = error instanceof Error ? error.cause : undefined
    while (cause instanceof Error && causes.length < maxCauses) {
      causes.push(factsOf(cause))
      cause = cause.cause
    }
  } catch {
    // A getter that throws: what is known so far will do.
  }
  const reference = createEventId((length) => new Uint8Array(randomBytes(length)))
  return { reference, where: where.slice(0, 200), isAnswer, ...factsOf(error), causes }
}

function factsOf(error: unknown): OwnError['causes'][number] {
  try {
    if (!(error instanceof Error))
      return { name: 'Error', message: String(error).slice(0, max.message), stack: '' }
    return {
      name: String(error.name).slice(0, max.name),
      message: String(error.message).slice(0, max.message),
      stack: String(error.stack ?? '').slice(0, max.stack),
    }
  } catch {
    return { name: 'Error', message: 'Something was thrown that cannot be read.', stack: '' }
  }
}
