import type { VNode } from 'preact'
import type { ComponentView } from './component-view.ts'
import { clip, safeText } from './safe-text.ts'

/** What `ComponentTree` shows. */
export interface ComponentTreeProps {
  readonly tree: ComponentView
}

/** Parts of one component that are shown; the others are counted. */
const maxParts = 100
const maxDepth = 12
const maxText = 300

const names: ReadonlyMap<string, string> = new Map([
  ['chain', 'Exceptions, the cause first'],
  ['stacktrace', 'Stack trace'],
  ['fingerprint', 'Fingerprint'],
  ['default', 'Default grouping'],
  ['context', 'Source line'],
])

/**
 * The tree behind a fingerprint: each part with a mark that says whether it counts, its text, and the reason where it
 * does not. A frame is one row. At most 100 parts of a component and 12 levels are shown.
 */
export function ComponentTree({ tree }: ComponentTreeProps): VNode {
  return <ul class="parts">{partRow(tree, { depth: 0, counts: true, key: 0 })}</ul>
}

interface Place {
  readonly depth: number
  /** False below a part that does not count: nothing in it does, whatever it says of itself. */
  readonly counts: boolean
  readonly key: number
}

function partRow(part: ComponentView, { depth, counts, key }: Place): VNode {
  const own = counts && part.contributes
  const parts = isRow(part) ? [] : part.values.filter((value) => typeof value !== 'string')
  const hidden = depth < maxDepth ? parts.length - maxParts : parts.length
  return (
    <li class={own ? 'part part-counts' : 'part'} key={key}>
      <div class="part-line">
        <span class="part-mark" role="img" aria-label={own ? 'counts' : 'does not count'}>
          {own ? '✓' : '–'}
        </span>
        <span class="part-name">{nameOf(part)}</span>
        {textsOf(part).map((text, index) => (
          <bdi class="part-text" key={index}>
            {safeText(clip(text, maxText))}
          </bdi>
        ))}
        {part.hint !== undefined && <span class="part-hint">{safeText(clip(part.hint, maxText))}</span>}
      </div>
      {parts.length > 0 && depth < maxDepth && (
        <ul class="parts">
          {parts
            .slice(0, maxParts)
            .map((each, index) => partRow(each, { depth: depth + 1, counts: own, key: index }))}
        </ul>
      )}
      {hidden > 0 && <p class="left-out">{hidden} more parts</p>}
    </li>
  )
}

/** A frame's file, function and line say more side by side. */
function isRow({ id, values }: ComponentView): boolean {
  return (
    id === 'frame' &&
    values.every(
      (value) => typeof value === 'string' || value.values.every((leaf) => typeof leaf === 'string'),
    )
  )
}

function textsOf(part: ComponentView): readonly string[] {
  const from = isRow(part)
    ? part.values.flatMap((value) => (typeof value === 'string' ? [value] : value.values))
    : part.values
  return from.filter((value) => typeof value === 'string').slice(0, maxParts)
}

function nameOf({ id }: ComponentView): string {
  const name = names.get(id)
  if (name !== undefined) return name
  const text = safeText(clip(id, 60))
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
