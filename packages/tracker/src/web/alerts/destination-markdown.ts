import { absoluteTime, fence, safeText } from '@culprit/view'
import type {
  DestinationDetailView,
  DestinationItem,
  DestinationListView,
  NewDestinationView,
} from './destination-view.ts'

/** Returns the destinations as Markdown; names stand in a fence, since people choose them. */
export function destinationListMarkdown({ destinations, mail }: DestinationListView): string {
  const lines = destinations.map(line)
  return `# Destinations of alerts\n\nMail is ${mail === 'off' ? 'off' : 'configured'}.\n\n${
    lines.length === 0 ? 'There is no other destination.' : fence(safeText(lines.join('\n')))
  }\n`
}

/** Returns one destination and its log as Markdown. */
export function destinationMarkdown({ destination, attempts }: DestinationDetailView): string {
  const log = attempts.map(
    ({ at, kind, outcome, status, ms, problem }) =>
      `${absoluteTime(at)}  ${kind}  ${outcome}  ${status ?? 'no answer'}  ${ms} ms  ${problem ?? ''}`,
  )
  return `# Destination ${destination.id}\n\n${fence(safeText(line(destination)))}\n\n## Deliveries\n\n${
    log.length === 0 ? 'None yet.' : fence(safeText(log.join('\n')))
  }\n`
}

/** Returns what a new destination needs as Markdown. */
export function newDestinationMarkdown({ title, fields }: NewDestinationView): string {
  const lines = fields.map(
    ({ name, label, required, hint }) => `- \`${name}\`, ${label}${required ? '' : ' (optional)'}: ${hint}`,
  )
  return `# New ${title} destination\n\n${lines.join('\n')}\n`
}

function line({ id, channel, name, place, state, lastProblem }: DestinationItem): string {
  return `${id}  ${channel}  ${name}  ${place}  ${state}  ${lastProblem ?? ''}`.trim()
}
