import type { LiveError, LiveFailure } from '../store/live-failure.ts'
import { consoleId } from '../model/standalone-console.ts'
import type { DebuggerState } from './debugger-state.ts'
import { RefusedCommand } from './json-reply.ts'

const idSyntax = /^(?:[\da-f]{32}|console)$/

/**
 * Returns the failure that an id stands for, with the error of it that is meant.
 *
 * @throws {RefusedCommand} 410 with the state when it is gone, 404 when nobody knows it, 400 when it is no id.
 */
export function findFailure(
  id: string,
  { store, registry, console: standalone }: DebuggerState,
): { readonly live: LiveFailure; readonly error: LiveError } {
  if (!idSyntax.test(id)) throw new RefusedCommand(400, { error: 'The id of an error is 32 hex digits.' })
  if (id === consoleId) return ofConsole(standalone)
  const found = store.find(id)
  if (found.kind === 'live') return found
  const gone = found.kind === 'expired' ? registry.expired() : registry.stateOf(id)
  if (gone === undefined) throw new RefusedCommand(404, { error: 'No error has this id.' })
  throw new RefusedCommand(410, {
    error: gone.error,
    state: gone.state,
    pid: gone.pid,
    started: gone.started,
  })
}

function ofConsole(live: LiveFailure | undefined): { readonly live: LiveFailure; readonly error: LiveError } {
  const error = live?.errors[0]
  if (live === undefined || error === undefined)
    throw new RefusedCommand(404, {
      error: "The console is switched off. Switch it on by the option 'debugger.console'.",
    })
  return { live, error }
}
