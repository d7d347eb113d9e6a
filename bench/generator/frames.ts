import type { Random } from './random.ts'
import { camel, nouns, packages, verbs } from './words.ts'

/** A frame as a Node SDK sends it. */
export type MadeFrame = Readonly<Record<string, unknown>>

/** Returns a line of code such as somebody might have written. */
function codeLine(random: Random): string {
  const noun = random.pick(nouns)
  const other = random.pick(nouns)
  const call = camel(random.pick(verbs), noun)
  switch (random.integer(9)) {
    case 0:
      return `  const ${noun} = await ${call}(${other}.id, { limit: ${random.integer(500)} })`
    case 1:
      return `  if (${noun}.${other}Count > ${random.integer(100)} && !${other}.isClosed) return undefined`
    case 2:
      return `    .filter((${noun}) => ${noun}.${other}Id === ${other}.id)`
    case 3:
      return `  return { ...${noun}, ${other}: ${call}(${noun}), updatedAt: now() }`
    case 4:
      return `  logger.debug('${random.pick(verbs)} ${noun}', { ${other}, took: performance.now() - began })`
    case 5:
      return `export async function ${call}(${noun}: ${noun.toUpperCase().charAt(0)}${noun.slice(1)}, ${other}Id: string) {`
    case 6:
      return `  for (const ${other} of ${noun}.${other}s) total += ${other}.amount * rates['${random.hex(3)}']`
    case 7:
      return ''
    default:
      return `  // ${random.pick(verbs)} the ${noun} before the ${other}, see ${random.pick(nouns)} rules`
  }
}

function variable(random: Random, depth: number): unknown {
  switch (random.integer(depth > 1 ? 5 : 8)) {
    case 0:
      return random.integer(1_000_000) / 100
    case 1:
      return random.hex(8 + random.integer(24))
    case 2:
      return `${random.pick(verbs)} ${random.pick(nouns)} ${random.pick(nouns)} ${random.integer(10_000)}`
    case 3:
      return random.next() < 0.5
    case 4:
      return null
    case 5:
      return Array.from({ length: 1 + random.integer(4) }, () => variable(random, depth + 1))
    default:
      return variables(random, 2 + random.integer(4), depth + 1)
  }
}

/** Returns local variables, nested a little, with values that differ in every event. */
export function variables(random: Random, count: number, depth = 0): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Array.from({ length: count }, () => [random.pick(nouns), variable(random, depth)]),
  )
}

/** Returns a frame without variables: its place and five source lines on either side. */
export function frame(random: Random, inApp: boolean): MadeFrame {
  const noun = random.pick(nouns)
  const file = inApp
    ? `/srv/app/src/${random.pick(nouns)}/${random.pick(verbs)}-${noun}.ts`
    : `/srv/app/node_modules/${random.pick(packages)}/lib/${noun}.js`
  const lines = (count: number): readonly string[] => Array.from({ length: count }, () => codeLine(random))
  return {
    filename: file,
    module: file
      .slice(9)
      .replaceAll('/', '.')
      .replace(/\.[jt]s$/, ''),
    function:
      random.next() < 0.2 ? `Object.${camel(random.pick(verbs), noun)}` : camel(random.pick(verbs), noun),
    lineno: 1 + random.integer(900),
    colno: 1 + random.integer(80),
    in_app: inApp,
    pre_context: lines(5),
    context_line: codeLine(random) || '  throw error',
    post_context: lines(5),
  }
}
