/** Under this symbol of `globalThis` stands what conditions call: `(id, variables)`, without variables for a pass. */
export const breakpointKey = 'culprit.report.breakpoint'

/** Names that the grammar takes for something else, in some code at least. */
const notNames: ReadonlySet<string> = new Set([
  'this',
  'arguments',
  'await',
  'eval',
  'let',
  'static',
  'yield',
])

/**
 * Returns the condition of a breakpoint that hands over variables of its place and never stops there. A name that cannot
 * be read there costs all of them, and nothing else.
 */
export function captureCondition(id: number, names: readonly string[]): string {
  const readable = names.filter((name) => name === 'this' || isName(name))
  const variables = readable.map((name) => `${JSON.stringify(name)}: ${name}`).join(', ')
  return conditionOf(`${id}, { ${variables} }`)
}

/** Returns the condition of a breakpoint that tells of each pass and never stops. */
export function passCondition(id: number): string {
  return conditionOf(String(id))
}

function conditionOf(args: string): string {
  return `try { globalThis[Symbol.for(${JSON.stringify(breakpointKey)})](${args}) } catch {} ; false`
}

function isName(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !notNames.has(name)
}
