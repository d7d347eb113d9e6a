import { currentScope } from '../report-scope.ts'
import { quietly } from './quietly.ts'

const maxMessage = 1000

/** The part of `process` that tells of warnings. */
export interface WarningProcess {
  readonly on: (name: 'warning', listener: (warning: Error) => void) => unknown
  readonly off: (name: 'warning', listener: (warning: Error) => void) => unknown
}

/**
 * Notes warnings of the process (deprecations, possible leaks of listeners) as breadcrumbs of category `node.warnings`.
 * Node goes on printing them. They are no reports: a warning is no failure. Returns the function that ends it.
 *
 * @see https://nodejs.org/api/process.html#event-warning
 */
export function noteWarnings(host: WarningProcess = process): () => void {
  const listener = quietly(({ name, message }: Error) => {
    const text = `${name}: ${message}`.slice(0, maxMessage)
    currentScope().addBreadcrumb({ category: 'node.warnings', level: 'warning', message: text })
  })
  host.on('warning', listener)
  return () => void host.off('warning', listener)
}
