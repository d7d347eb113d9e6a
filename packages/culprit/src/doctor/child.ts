// What `culprit doctor` loads before the application, by `--import`: it waits until the application listens, or has run to
// its end, checks what that has set up, and ends the process.
import { isMainThread } from 'node:worker_threads'
import { inspect } from 'node:util'
import { development } from '../development/child/development.ts'
import { reportModules } from '../development/child/module-report.ts'
import type { Parcel } from '../development/dev-message.ts'
import { type DoctorSubject, listenAsDoctor } from '../logging/doctor-hook.ts'
import { examine } from './child/examine.ts'
import { listenElsewhere } from './child/listen-elsewhere.ts'
import { doctorVariable, type Examined, loadTimeoutMs } from './examination.ts'

/** Servers and handlers that are set up right after the first server are seen, too. */
const settleMs = 200

if (isMainThread && process.env[doctorVariable] === String(process.ppid)) begin()

function begin(): void {
  delete process.env[doctorVariable]
  const tell = (message: Examined, told: () => void = () => undefined): void => {
    const parcel: Parcel<Examined> = { culprit: message }
    process.send?.(parcel, told)
  }
  const subjects: DoctorSubject[] = []
  listenAsDoctor((subject) => void subjects.push(subject))
  // `run` serves at once instead of starting another process.
  development().by = 'run'
  const files = reportModules({ send: () => undefined })
  process.on('uncaughtExceptionMonitor', (error: unknown) => tell({ type: 'failed', error: inspect(error) }))
  let isBegun = false
  const conclude = (hasListened: boolean): void => {
    if (isBegun) return
    isBegun = true
    void examine({ subjects, files: files(), env: process.env }).then((findings) =>
      tell({ type: 'examined', findings, hasListened }, () => process.exit(0)),
    )
  }
  listenElsewhere(() => setTimeout(() => conclude(true), settleMs))
  process.once('beforeExit', () => conclude(false))
  setTimeout(() => conclude(false), loadTimeoutMs).unref()
}
