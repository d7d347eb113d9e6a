import type { IngestLogEntry } from '../ports/ingest-status.ts'

/** The last requests at the ingest endpoints, for the connect page. Holds 50. */
export interface IngestLog {
  add(entry: Omit<IngestLogEntry, 'seq'>): void
  /** Newest first. */
  recent(): readonly IngestLogEntry[]
  /** Calls back after each entry until the returned function is called; the listener does its own coalescing. */
  onChange(listener: (entry: IngestLogEntry) => void): () => void
}

const size = 50

/** Returns an empty log. */
export function createIngestLog(): IngestLog {
  const entries: IngestLogEntry[] = []
  const listeners = new Set<(entry: IngestLogEntry) => void>()
  let seq = 0
  return {
    add(entry) {
      seq += 1
      const numbered = { ...entry, seq }
      entries.push(numbered)
      if (entries.length > size) entries.shift()
      for (const listener of listeners) listener(numbered)
    },
    recent: () => entries.toReversed(),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
