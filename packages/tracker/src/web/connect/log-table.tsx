import { safeText, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { LogLine } from './connect-view.ts'

/** What the log shows. */
export interface LogTableProps {
  readonly lines: readonly LogLine[]
  readonly now: number
}

const marks: Readonly<Record<LogLine['kind'], string>> = {
  taken: '✓ taken',
  ignored: '– ignored',
  refused: '✗ refused',
}

/** The last requests at the ingest endpoints with what became of them; rendered on the server and again by the island. */
export function LogTable({ lines, now }: LogTableProps): VNode {
  if (lines.length === 0)
    return <p class="empty">Nothing has arrived yet. Refused requests show here too, with the reason.</p>
  return (
    <ol class="log">
      {lines.map((line) => (
        <li key={line.seq} class={`log-line log-${line.kind}`}>
          <span class="log-time">
            <Time at={line.at} now={now} form="short" />
          </span>
          <span class="log-client">
            <bdi>{safeText(line.client)}</bdi>
          </span>
          <span class="log-target">
            <span aria-hidden="true">→ </span>
            <bdi>{safeText(line.target)}</bdi>
          </span>
          <span class="log-mark">
            {marks[line.kind]} <span class="log-status">{line.status}</span>
          </span>
          <span class="log-text">
            <bdi>{safeText(line.text)}</bdi>
          </span>
        </li>
      ))}
    </ol>
  )
}
