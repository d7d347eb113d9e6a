import type { OwnError } from '../ports/ingest-status.ts'

/** Returns an error of the tracker's own as plain data, for the internal project. */
export function toOwnError(error: unknown, where: string): OwnError {
  if (error instanceof Error) {
    return {
      where,
      name: error.name,
      message: error.message.slice(0, 8192),
      stack: (error.stack ?? '').slice(0, 65_536),
    }
  }
  return { where, name: 'Error', message: String(error).slice(0, 8192), stack: '' }
}
