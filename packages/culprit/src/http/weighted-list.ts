/** One member of a header such as `Accept`, with its weight from 0 to 1. */
export interface Weighted {
  /** In lower case, without parameters. */
  readonly value: string
  readonly weight: number
}

const maxLength = 4096
const maxMembers = 64

/**
 * Returns the members of a header with quality values, in the order in which they stand; a weight that is none counts
 * as 1. At most 4096 characters and 64 members are read. Source: https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2
 */
export function parseWeightedList(header: string): readonly Weighted[] {
  return header
    .slice(0, maxLength)
    .split(',', maxMembers)
    .map(parseMember)
    .filter((member) => member.value !== '')
}

function parseMember(text: string): Weighted {
  const [value = '', ...parameters] = text.split(';')
  return { value: value.trim().toLowerCase(), weight: weightOf(parameters) }
}

function weightOf(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=')
    if (name.trim().toLowerCase() !== 'q') continue
    const weight = Number(value.trim() === '' ? Number.NaN : value)
    return weight >= 0 && weight <= 1 ? weight : 1
  }
  return 1
}
