import { Text, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { Instant } from '../../domain/instant.ts'
import type { ShownEvent } from './detail-model.ts'
import { eventSection } from './event-section.tsx'

/** What `Intake` shows. */
export interface IntakeProps {
  readonly event: ShownEvent
  readonly now: Instant
}

/** How the event got here: its id, when it came, what was cut or redacted. */
export function Intake({ event, now }: IntakeProps): VNode {
  const { view } = event
  return eventSection(
    'intake',
    'Intake',
    <>
      <dl class="pairs">
        <div class="pair">
          <dt>event id</dt>
          <dd>{view.id}</dd>
        </div>
        <div class="pair">
          <dt>received</dt>
          <dd>
            <Time at={event.received} now={now} form="exact" />
          </dd>
        </div>
        {event.redactions > 0 && (
          <div class="pair">
            <dt>redacted</dt>
            <dd>{event.redactions === 1 ? '1 value' : `${event.redactions} values`}</dd>
          </div>
        )}
      </dl>
      {view.problems.length > 0 && (
        <ul class="problems">
          {view.problems.map((problem, index) => (
            <li key={index}>
              <Text text={problem} limit={300} />
            </li>
          ))}
        </ul>
      )}
    </>,
  )
}
