/** A condition, filter or action of a rule as clients send it; `id` says what it is. */
export type RuleNode = Readonly<Record<string, unknown>>

/** A node that is refused, with the sentence that goes to the client. */
export class NodeError extends Error {}
Object.defineProperty(NodeError.prototype, 'name', { value: 'NodeError' })

/** Returns a whole number that clients send as number or text. @throws {NodeError} when it is none or out of range */
export function integerOf(node: RuleNode, key: string, [least, most]: readonly [number, number]): number {
  const sent = node[key]
  const value = typeof sent === 'string' && /^-?\d{1,15}$/.test(sent.trim()) ? Number(sent) : sent
  if (sent === undefined || sent === null || sent === '') throw new NodeError(`"${key}" is missing.`)
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw new NodeError(`"${key}" must be a whole number from ${least} to ${most}.`)
  return value
}

/** Returns a number, possibly with decimals, that clients send as number or text. @throws {NodeError} as `integerOf` does */
export function numberOf(node: RuleNode, key: string, [least, most]: readonly [number, number]): number {
  const sent = node[key]
  const value = typeof sent === 'string' && /^\d{1,15}(\.\d{1,15})?$/.test(sent.trim()) ? Number(sent) : sent
  if (sent === undefined || sent === null || sent === '') throw new NodeError(`"${key}" is missing.`)
  if (typeof value !== 'number' || !(value >= least && value <= most))
    throw new NodeError(`"${key}" must be a number from ${least} to ${most}.`)
  return value
}

/** Returns one of some texts. @throws {NodeError} when it is none of them */
export function choiceOf<T extends string>(node: RuleNode, key: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === node[key])
  if (found === undefined) throw new NodeError(`"${key}" must be one of ${choices.join(', ')}.`)
  return found
}

/** Returns a text of at most 256 characters. @throws {NodeError} when it is none */
export function textOf(node: RuleNode, key: string): string {
  const value = node[key]
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  if (typeof text !== 'string' || text.trim() === '') throw new NodeError(`"${key}" is missing.`)
  if (text.length > 256) throw new NodeError(`"${key}" is longer than 256 characters.`)
  return text.trim()
}
