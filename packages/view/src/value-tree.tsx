import type { VNode } from 'preact'
import type { Json, JsonObject } from './json.ts'
import { clip, formatSize, safeText, textHardLimit } from './safe-text.ts'
import { previewValue, type StringStyle } from './value-preview.ts'

/** What `ValueTree` shows. */
export interface ValueTreeProps {
  readonly values: JsonObject | readonly Json[]
  /** Accessible name: "Local variables of calcTotal". */
  readonly label: string
  /** @default 'quoted' */
  readonly strings?: StringStyle
}

/** Levels shown below the first, members shown of one container, and rows shown in all. */
const maxDepth = 8
const maxMembers = 100
const maxRows = 1000
const longString = 120

interface Budget {
  rows: number
}

interface Row {
  readonly name: string
  readonly value: Json
  readonly depth: number
  readonly strings: StringStyle
  readonly budget: Budget
}

/**
 * A tree of named values: each row has the name and a preview; containers and long strings unfold.
 * At most 8 levels, 100 members of a container and 1,000 rows are rendered; what is left out is said.
 */
export function ValueTree({ values, label, strings = 'quoted' }: ValueTreeProps): VNode {
  return (
    <div class="values" role="group" aria-label={safeText(label)}>
      {members(values, { depth: 0, strings, budget: { rows: maxRows } })}
    </div>
  )
}

type Surroundings = Omit<Row, 'name' | 'value'>

function members(container: JsonObject | readonly Json[], surroundings: Surroundings): VNode {
  const entries = Object.entries(container)
  const { budget } = surroundings
  const rows: VNode[] = []
  for (const [name, value] of entries.slice(0, maxMembers)) {
    if (budget.rows <= 0) break
    budget.rows -= 1
    rows.push(<li key={name}>{row({ name, value, ...surroundings })}</li>)
  }
  const left = entries.length - rows.length
  return (
    <ul class="value-list">
      {rows}
      {left > 0 && <li class="value-more">{left} more not shown</li>}
    </ul>
  )
}

function row(item: Row): VNode {
  const { name, value, depth, strings, budget } = item
  const { kind, text } = previewValue(value, strings, 100)
  const line = (
    <>
      <span class="value-name">{safeText(clip(name, 200))}</span>
      <bdi class={`value value-${kind}`}>{text}</bdi>
    </>
  )
  const unfolds =
    kind === 'container' ? Object.keys(value ?? {}).length > 0 && depth < maxDepth : isLong(value)
  if (!unfolds || value === null) return <div class="value-row">{line}</div>
  return (
    <details class="value-row">
      <summary>
        {line}
        {typeof value === 'string' && <span class="value-size">{formatSize(value.length)}</span>}
      </summary>
      {typeof value === 'object' ? (
        members(value, { depth: depth + 1, strings, budget })
      ) : (
        <pre class="value-full">{safeText(clip(String(value), textHardLimit))}</pre>
      )}
    </details>
  )
}

function isLong(value: Json): boolean {
  return typeof value === 'string' && (value.length > longString || value.includes('\n'))
}
