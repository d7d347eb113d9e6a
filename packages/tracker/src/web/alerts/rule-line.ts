/** One line of a rule's WHEN, IF or THEN as a form holds it: texts, as typed. */
export interface RuleLine {
  readonly kind: string
  readonly values: Readonly<Record<string, string>>
}

/** A piece of a line: words, or something to fill in. */
export type LinePart =
  | string
  | {
      readonly input: 'number' | 'text' | 'email'
      readonly name: string
      readonly label: string
      readonly fallback?: string
      /** A number may have decimals: keyboards of telephones then offer the point. */
      readonly decimals?: boolean
    }
  | {
      readonly input: 'select'
      readonly name: string
      readonly label: string
      readonly options: readonly (readonly [value: string, text: string])[]
      readonly fallback?: string
    }

/** What a line of one kind looks like. */
interface LineKind {
  /** In the menu that adds one; absent for kinds that only the API makes. */
  readonly menu?: string | undefined
  readonly parts: readonly LinePart[]
}

export type LineKinds = Readonly<Record<string, LineKind>>

/** Returns a fresh line of a kind, filled with what is usual. */
export function newLine(kinds: LineKinds, kind: string): RuleLine {
  const values = (kinds[kind]?.parts ?? []).flatMap((part) =>
    typeof part === 'string' ? [] : [[part.name, part.fallback ?? firstOption(part)] as const],
  )
  return { kind, values: Object.fromEntries(values) }
}

function firstOption(part: Exclude<LinePart, string>): string {
  return part.input === 'select' ? (part.options[0]?.[0] ?? '') : ''
}
