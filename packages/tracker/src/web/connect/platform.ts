import type { Language } from '@culprit/view'

/** One thing to paste: into a terminal or into a file. */
export interface SnippetStep {
  /** What to do with it: "Install", "instrument.mjs". */
  readonly title: string
  readonly language: Language
  readonly code: string
}

/** A language or framework with an SDK, and how to point it here. */
export interface Platform {
  readonly id: string
  readonly name: string
  readonly group: 'Server JS' | 'Browser' | 'Python' | 'PHP' | 'More'
  /** Steps to the first event. `dsn` goes into them as it is; it holds only letters, digits and `:/@.[]-_%`. */
  readonly steps: (dsn: string) => readonly SnippetStep[]
}
