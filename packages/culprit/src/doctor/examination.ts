import type { Finding } from './finding.ts'

/** What the loaded application tells the command. */
export type Examined =
  | { readonly type: 'examined'; readonly findings: readonly Finding[]; readonly hasListened: boolean }
  /** It could not be loaded; the error as it would be printed. */
  | { readonly type: 'failed'; readonly error: string }

/** The variable by which a process knows that it is examined by this process id. */
export const doctorVariable = 'CULPRIT_DOCTOR_PARENT'

/** A program that has not listened by then is examined as it is. */
export const loadTimeoutMs = 15_000

/** No answer by then is none: mail servers and trackers. */
export const answerTimeoutMs = 10_000
