import { Level } from '../../logging/level.ts'
import type { RecordFactory } from '../../logging/logger.ts'
import type { LogManager } from '../../logging/manager.ts'
import { LogRecord } from '../../logging/record.ts'
import { currentScope } from '../report-scope.ts'
import { quietly } from './quietly.ts'

const maxMessage = 1000

/** Loggers of bridges whose sources are noted as breadcrumbs themselves. */
const bridged = new Set(['console', 'undici', 'mysql2', 'ioredis', 'mongoose'])

/**
 * Notes the records of a manager's loggers as breadcrumbs, from INFO on, under the category of the logger's name, at
 * most 1,000 characters of each; in the manager's record factory, since a handler would change which records find one
 * and are printed. Records that a filter drops later are noted, too. Returns the function that ends it.
 */
export function noteLogRecords(manager: Pick<LogManager, 'recordFactory'>): () => void {
  const before = manager.recordFactory
  const note = quietly(noteRecord)
  const factory: RecordFactory = (init) => {
    const record = before === undefined ? new LogRecord(init) : before(init)
    note(record)
    return record
  }
  manager.recordFactory = factory
  return () => {
    // A factory that was set meanwhile is the application's, and stays.
    if (manager.recordFactory === factory) manager.recordFactory = before
  }
}

function noteRecord(record: LogRecord): void {
  const { name, levelno } = record
  if (levelno < Level.INFO || bridged.has(name.split('.', 1)[0] ?? '')) return
  const message = record.message.slice(0, maxMessage)
  currentScope().addBreadcrumb({ category: name, level: levelOf(levelno), message })
}

function levelOf(levelno: number): string {
  if (levelno >= Level.CRITICAL) return 'fatal'
  if (levelno >= Level.ERROR) return 'error'
  return levelno >= Level.WARNING ? 'warning' : 'info'
}
