import { keep, readKept } from './kept.ts'

/** Earlier inputs of a project, the newest last. */
export interface History {
  add(code: string): void
  /** Returns the input so many steps back, 1 is the last one. */
  back(steps: number): string | undefined
}

const limits = { inputs: 200, length: 5000 } as const

/** Opens the history of a project as the browser kept it. */
export function createHistory(project: string): History {
  const name = `history.${project}`
  let inputs = parseInputs(readKept(name))
  return {
    add: (code) => {
      // Another page of the project may have added its own meanwhile.
      inputs = parseInputs(readKept(name)) ?? inputs
      if (code.length > limits.length || inputs.at(-1) === code) return
      inputs = [...inputs, code].slice(-limits.inputs)
      keep(name, JSON.stringify(inputs))
    },
    back: (steps) => inputs.at(-steps),
  }
}

function parseInputs(text: string | undefined): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(parsed) ? parsed.filter((each) => typeof each === 'string') : []
  } catch {
    return []
  }
}
