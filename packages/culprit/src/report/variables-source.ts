import type { VariablesSource } from './capture.ts'
import { createLocalVariables, type LocalVariables } from './local-variables/local-variables.ts'
import { matchVariables } from './local-variables/match-variables.ts'
import type { LocalVariablesOptions } from './options.ts'
import { currentScope } from './report-scope.ts'

/** Local variables as reports ask for them, and the function that ends capturing them. */
export interface StartedVariables extends VariablesSource {
  readonly stop: () => void
}

/** Starts capturing local variables, and returns them as reports ask for them: by frames, oldest call first. */
export function startVariables(options: LocalVariablesOptions): StartedVariables {
  const variables = createLocalVariables({ ...options, contextOf: currentScope })
  variables.start()
  return toVariablesSource(variables)
}

/** Returns captured variables as reports ask for them. Nothing of it throws: a report goes without them instead. */
export function toVariablesSource(variables: LocalVariables): StartedVariables {
  return {
    variablesOf: (error, frames) => {
      try {
        const captured = variables.of(error)
        if (captured === undefined) return []
        const innermostFirst = frames.map(({ parsed }) => parsed).reverse()
        return [...matchVariables(innermostFirst, captured)].reverse()
      } catch {
        return []
      }
    },
    statusOf: (error) => {
      try {
        return variables.statusOf(error)
      } catch {
        return 'unavailable: asking for them failed'
      }
    },
    has: (error) => {
      try {
        return variables.has(error)
      } catch {
        return false
      }
    },
    wasCaptured: (error) => {
      try {
        return variables.wasCaptured(error)
      } catch {
        return false
      }
    },
    skipped: (error) => {
      try {
        variables.skip(error)
      } catch {
        // Nobody asked for anything.
      }
    },
    stop: () => variables.stop(),
  }
}
