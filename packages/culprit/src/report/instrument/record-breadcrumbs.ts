import { listenToChannels } from '../../logging/bridges/listen.ts'
import { defaultManager } from '../../logging/manager.ts'
import { consoleHasChannels } from '../../logging/bridges/console-has-channels.ts'
import { noteConsole } from './console-breadcrumbs.ts'
import { databaseBreadcrumbs } from './database-breadcrumbs.ts'
import { fetchBreadcrumbs } from './fetch-breadcrumbs.ts'
import { httpBreadcrumbs } from './http-breadcrumbs.ts'
import { noteLogRecords } from './log-breadcrumbs.ts'
import { noteWarnings } from './warning-breadcrumbs.ts'

const key = Symbol.for('culprit.report.breadcrumbs')

/** What records breadcrumbs in this process, and for how many. */
interface Recording {
  users: number
  readonly end: () => void
}

/**
 * Notes as breadcrumbs of the current scope what happens in this process: console, outgoing requests, queries of
 * databases that publish them, log records and warnings. However many applications ask for it, each thing is noted
 * once. Returns the function that ends it, for this caller.
 */
export function recordBreadcrumbs(): () => void {
  const shared = globalThis as { [key]?: Recording | undefined }
  const recording = (shared[key] ??= { users: 0, end: startRecording() })
  recording.users++
  let isOpen = true
  return () => {
    if (!isOpen) return
    isOpen = false
    if (--recording.users > 0) return
    recording.end()
    shared[key] = undefined
  }
}

function startRecording(): () => void {
  const ends = [
    noteConsole(listenToChannels, { hasChannels: consoleHasChannels() }),
    listenToChannels({ ...httpBreadcrumbs(), ...fetchBreadcrumbs(), ...databaseBreadcrumbs() }),
    noteLogRecords(defaultManager()),
    noteWarnings(),
  ]
  return () => {
    for (const end of ends) end()
  }
}
