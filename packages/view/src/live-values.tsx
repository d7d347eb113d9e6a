import type { VNode } from 'preact'
import { highlightScript } from './highlight.ts'
import type { LiveEntry, LiveValue } from './live-value.ts'
import { clip, formatSize, safeText, textHardLimit } from './safe-text.ts'
import { toSpan } from './token-span.tsx'

/** What `LiveValues` shows. */
export interface LiveValuesProps {
  readonly entries: readonly LiveEntry[]
  /** Parts that were not taken; a row that asks for them is shown when `owner` is there. */
  readonly more?: number | undefined
  /** Handle of the value whose parts these are. */
  readonly owner?: string | undefined
  /** Where in the owner's parts these begin. @default 0 */
  readonly from?: number | undefined
  /** Longest text of a string that is written out. @default 200,000 characters */
  readonly textLimit?: number | undefined
}

/** Levels of parts that are there already and are rendered below the first. */
const maxDepth = 6
const previewLimit = 400
const nameLimit = 200

/**
 * Rows of named values. A row whose parts are not there yet is a closed `<details data-ref>` with an empty
 * `.value-parts`: whoever has a connection to the process fills it when it is opened. Rendering runs nothing.
 */
export function LiveValues(props: LiveValuesProps): VNode {
  return rows(props, 0)
}

function rows({ entries, more = 0, owner, from = 0, textLimit }: LiveValuesProps, depth: number): VNode {
  return (
    <ul class="value-list">
      {entries.map((entry, index) => (
        <li key={index}>{row(entry, depth, textLimit ?? textHardLimit)}</li>
      ))}
      {more > 0 && (
        <li class="value-more">
          {owner === undefined ? (
            `${more} more not shown`
          ) : (
            <button type="button" class="value-load" data-ref={owner} data-from={from + entries.length}>
              {more} more
            </button>
          )}
        </li>
      )}
    </ul>
  )
}

function row({ name, value }: LiveEntry, depth: number, textLimit: number): VNode {
  const line = (
    <>
      <span class={/^\[\[.*\]\]$/s.test(name) ? 'value-name value-slot' : 'value-name'}>
        {safeText(clip(name, nameLimit))}
      </span>
      <LivePreview value={value} />
    </>
  )
  const hasParts = (value.entries?.length ?? 0) > 0 && depth < maxDepth
  if (!hasParts && value.ref === undefined && value.text === undefined)
    return <div class="value-row">{line}</div>
  return (
    <details class="value-row" data-ref={hasParts || value.text !== undefined ? undefined : value.ref}>
      <summary>
        {line}
        {value.text !== undefined && <span class="value-size">{formatSize(value.text.length)}</span>}
      </summary>
      {parts(value, hasParts ? depth + 1 : undefined, textLimit)}
    </details>
  )
}

function parts(value: LiveValue, depth: number | undefined, textLimit: number): VNode {
  if (value.text !== undefined) return <pre class="value-full">{safeText(clip(value.text, textLimit))}</pre>
  if (depth === undefined) return <div class="value-parts" />
  const { entries = [], more, ref } = value
  return rows({ entries, more, owner: ref, textLimit }, depth)
}

/** What `LivePreview` shows. */
export interface LivePreviewProps {
  readonly value: LiveValue
}

/** The one line of a live value, coloured by its kind; previews of objects like source. */
export function LivePreview({ value }: LivePreviewProps): VNode {
  const text = clip(value.preview, previewLimit)
  const style = styles[value.kind]
  if (style !== undefined) return <bdi class={`value value-${style}`}>{safeText(text)}</bdi>
  return <bdi class="value value-container">{highlightScript([text])[0]?.map(toSpan)}</bdi>
}

const styles: Readonly<Record<string, string | undefined>> = {
  string: 'string',
  number: 'number',
  bigint: 'number',
  boolean: 'literal',
  null: 'literal',
  undefined: 'literal',
  symbol: 'literal',
  redacted: 'redacted',
  getter: 'getter',
  unavailable: 'redacted',
}
