import { clip, safeText, Text, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { Instant } from '../../domain/instant.ts'
import type { Feedback } from './detail-model.ts'
import { eventSection } from './event-section.tsx'

/** What `FeedbackSection` shows. */
export interface FeedbackSectionProps {
  readonly reports: readonly Feedback[]
  readonly now: Instant
}

/** What visitors wrote about the issue, newest first, at most 50; also while no event of it is stored any more. */
export function FeedbackSection({ reports, now }: FeedbackSectionProps): VNode | null {
  if (reports.length === 0) return null
  return eventSection(
    'feedback',
    'What users wrote',
    <ul class="feedback">
      {reports.slice(0, 50).map((report, index) => (
        <li key={index}>
          <p class="feedback-head">
            <bdi>{safeText(clip(report.name, 100))}</bdi>{' '}
            <bdi class="muted">{safeText(clip(report.email, 100))}</bdi>{' '}
            <Time at={report.received} now={now} />
          </p>
          <div class="feedback-text">
            <Text text={report.comments} />
          </div>
        </li>
      ))}
    </ul>,
  )
}
