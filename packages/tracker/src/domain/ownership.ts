import type { FingerprintedEvent } from './digest-plan.ts'

/** One line of a project's ownership rules. */
export interface OwnershipRule {
  readonly kind: 'path' | 'tag'
  /** The tag's key. */
  readonly key?: string | undefined
  readonly pattern: RegExp
  /** `#team` or a mail address. */
  readonly owners: readonly string[]
}

const maxRules = 500
const maxPattern = 200

/**
 * Reads ownership rules: `path:src/checkout/* #payments ada@example.org`, `tags.browser:Safari* #web`. A `*` stands for
 * any text; empty lines and those that begin with `#` are passed over. Returns the sentence that says what is wrong, too.
 */
export function parseOwnership(raw: string): {
  readonly rules: readonly OwnershipRule[]
  readonly problems: readonly string[]
} {
  const rules: OwnershipRule[] = []
  const problems: string[] = []
  for (const [index, line] of raw.split('\n').entries()) {
    const text = line.trim()
    if (text === '' || text.startsWith('#')) continue
    const [matcher = '', ...owners] = text.split(/\s+/)
    const match = /^(?:(path)|tags\.([^:\s]+)):(.+)$/.exec(matcher)
    const wrong = owners.find((owner) => !/^#[a-z0-9_-]+$|^[^\s@#]+@[^\s@]+$/i.test(owner))
    if (!match?.[3] || match[3].length > maxPattern)
      problems.push(`Line ${index + 1}: begin with path:PATTERN or tags.KEY:PATTERN.`)
    else if (owners.length === 0 || wrong !== undefined)
      problems.push(`Line ${index + 1}: name owners as #team or mail address.`)
    else if (rules.length >= maxRules)
      problems.push(`Line ${index + 1}: there are more than ${maxRules} rules.`)
    else
      rules.push({
        kind: match[1] ? 'path' : 'tag',
        key: match[2]?.toLowerCase(),
        pattern: toPattern(match[3]),
        owners,
      })
  }
  return { rules, problems }
}

/** Returns the owners of an event, as written: those of the last rule that fits. */
export function ownersOf(
  rules: readonly OwnershipRule[],
  event: Pick<FingerprintedEvent, 'metadata' | 'tags'>,
): readonly string[] {
  return rules.findLast((rule) => fits(rule, event))?.owners ?? []
}

function fits(
  { kind, key, pattern }: OwnershipRule,
  { metadata, tags }: Pick<FingerprintedEvent, 'metadata' | 'tags'>,
): boolean {
  if (kind === 'path') return metadata.filename !== undefined && pattern.test(metadata.filename)
  return tags.some(([name, value]) => name.toLowerCase() === key && pattern.test(value))
}

/** Runs of stars become one, and what stands between them is text: the expression needs no backtracking worth the name. */
function toPattern(glob: string): RegExp {
  const parts = glob.split(/\*+/).map((part) => part.replaceAll(/[.+?^${}()|[\]\\/]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`, 'is')
}
