import type { Level } from '@culprit/wire'
import type { AlertContent } from './alert-content.ts'

/** The words of an alert, the same in every chat; each channel puts them into its own syntax. */
export interface AlertMessage {
  /** `Alert in Shop · production`. */
  readonly headline: string
  readonly title: string
  /** Where it was thrown, or the issue's culprit; empty when there is none. */
  readonly place: string
  readonly facts: readonly (readonly [name: string, value: string])[]
  /** `Rule "New issues": A new issue was created.` */
  readonly because: string
  readonly linkText: string
  /** For the bar beside the message: six hex digits. */
  readonly colour: string
}

const colours: Readonly<Record<Level, string>> = {
  fatal: '9c1c14',
  error: 'd93a30',
  warning: 'c77700',
  info: '2b6cb0',
  debug: '6b7280',
}

const resolvedColour = '2e7d32'

/** Returns the words of an alert. */
export function alertMessage(facts: AlertContent): AlertMessage {
  const { issue, event, rule, reason } = facts
  return {
    headline: headline(facts),
    title: issue?.title ?? reason,
    place: event?.place ?? issue?.culprit ?? '',
    facts: factsOf(facts),
    because: issue === undefined ? `Rule "${rule.name}"` : `Rule "${rule.name}": ${reason}`,
    linkText: issue === undefined ? `Open ${facts.project.name}` : `Open ${issue.shortId}`,
    colour: facts.kind === 'resolved' ? resolvedColour : colours[levelOf(facts)],
  }
}

/** Returns how bad it is; an alert about a whole project counts as an error. */
export function levelOf({ issue }: AlertContent): Level {
  return issue?.level ?? 'error'
}

const openings: Readonly<Record<AlertContent['kind'], string>> = {
  fired: 'Alert in',
  resolved: 'Resolved in',
  test: 'Test alert in',
}

function headline({ kind, project, event }: AlertContent): string {
  const where = event?.environment === undefined ? project.name : `${project.name} · ${event.environment}`
  return `${openings[kind]} ${where}`
}

function factsOf({ issue, event }: AlertContent): AlertMessage['facts'] {
  const all: readonly (readonly [string, string | undefined])[] = [
    ['Issue', issue && `${issue.shortId} (${issue.level})`],
    ['Events', issue && countText(issue.count, issue.userCount)],
    ['Environment', event?.environment],
    ['Release', event?.release],
    ['Request', event?.request],
  ]
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}

function countText(count: number, users: number): string {
  if (users === 0) return String(count)
  return `${count} of ${users} ${users === 1 ? 'user' : 'users'}`
}
