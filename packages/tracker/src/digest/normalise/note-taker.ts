import type { NoteCode, ProcessingNote } from '../../domain/event.ts'
import { limits } from '../limits.ts'

/** Collects what was cut, shifted or dropped; at most 50 different notes, repetitions are counted in the note. */
export interface NoteTaker {
  add(code: NoteCode, path: string, text: string): void
  list(): readonly ProcessingNote[]
}

/** Returns a note taker for one event. Paths name the place in the event without list positions. */
export function createNoteTaker(): NoteTaker {
  let notes: Map<string, { readonly note: ProcessingNote; times: number }> | undefined
  return {
    add(code, path, text) {
      notes ??= new Map()
      const key = `${code}:${path}:${text}`
      const known = notes.get(key)
      if (known) known.times += 1
      else if (notes.size < limits.notes) notes.set(key, { note: { path, code, text }, times: 1 })
    },
    list() {
      if (!notes) return []
      return Array.from(notes.values(), ({ note, times }) =>
        times === 1 ? note : { ...note, text: `${note.text} (${times} times)` },
      )
    },
  }
}
