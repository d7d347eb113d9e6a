/** Something that `culprit doctor` looks at once the application has been loaded. */
export type DoctorSubject =
  | { readonly kind: 'application'; readonly name: string; readonly isDebugged: () => boolean }
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'mail'
      /** Where mails wait; undefined for nowhere but memory. */
      readonly spoolDir: string | undefined
      readonly verify: () => Promise<void>
    }
  | { readonly kind: 'report'; readonly delivery: ReportedDelivery }

/** How an application's reports are delivered. */
export interface ReportedDelivery {
  readonly dsn: string
  /** Where reports wait; false for nowhere but memory. */
  readonly spoolDir: string | false
  readonly proxy?: string | undefined
  readonly timeoutMs?: number | undefined
}

const key = Symbol.for('culprit.doctor')

interface DoctorGlobal {
  [key]?: (subject: DoctorSubject) => void
}

/** Tells `culprit doctor`, if it has loaded this program, of something to look at; every copy of this package does. */
export function tellDoctor(subject: DoctorSubject): void {
  const shared = globalThis as DoctorGlobal
  shared[key]?.(subject)
}

/** Has subjects told from here on. */
export function listenAsDoctor(listener: (subject: DoctorSubject) => void): void {
  const shared = globalThis as DoctorGlobal
  shared[key] = listener
}
