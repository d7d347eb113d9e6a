import type { AlertAttribute } from '../../domain/alert-filter.ts'
import type { AlertRule } from '../../domain/alert-rule.ts'
import { compileRule, type CompiledRule } from './compile-rule.ts'
import { attributesToTake } from './event-attributes.ts'
import { windowNeedsOf, type WindowNeed } from './window-need.ts'

/** The enabled rules of all projects, ready to be asked; made anew when a rule changes. */
export interface RuleBook {
  of(projectId: number): ProjectRules | undefined
  /** Rules that fire when nothing comes in; they are asked by the clock. */
  readonly onSilence: readonly AlertRule[]
  /** Attributes that decoders take along, since some rule asks for them and no row holds them. */
  readonly attributes: readonly AlertAttribute[]
  /** Projects with a rule that asks for sessions: their applications should send them. */
  readonly sessionProjects: readonly number[]
}

/** The rules of a project, and what must be known beforehand to ask them. */
interface ProjectRules {
  readonly rules: readonly CompiledRule[]
  readonly windows: readonly WindowNeed[]
  /** Environments in which it matters whether an issue was seen before. */
  readonly environments: ReadonlySet<string>
  /** Some rule asks for the latest release. */
  readonly asksForRelease: boolean
  /** Environments in which sessions are asked for; undefined among them: in any. */
  readonly sessionsIn: ReadonlySet<string | undefined>
}

/** Returns the book of some rules. */
export function createRuleBook(rules: readonly AlertRule[]): RuleBook {
  const enabled = rules.filter((rule) => rule.enabled)
  const isSilence = ({ conditions }: AlertRule): boolean =>
    conditions.some(({ kind }) => kind === 'no-events')
  const byProject = Map.groupBy(
    enabled.filter((rule) => !isSilence(rule)),
    ({ projectId }) => projectId,
  )
  const books = new Map([...byProject].map(([projectId, own]) => [projectId, toProjectRules(own)]))
  return {
    of: (projectId) => books.get(projectId),
    onSilence: enabled.filter(isSilence),
    attributes: attributesToTake(enabled.flatMap(attributesOf)),
    sessionProjects: [...books].flatMap(([projectId, { sessionsIn }]) =>
      sessionsIn.size > 0 ? [projectId] : [],
    ),
  }
}

function attributesOf({ conditions, filters }: AlertRule): readonly AlertAttribute[] {
  return [...conditions, ...filters].flatMap((line) => (line.kind === 'attribute' ? [line.attribute] : []))
}

function asksForSessions({ conditions }: AlertRule): boolean {
  return conditions.some(({ kind }) => kind === 'session-share')
}

function toProjectRules(rules: readonly AlertRule[]): ProjectRules {
  const onNew = rules.filter(({ conditions }) => conditions.some(({ kind }) => kind === 'new-issue'))
  return {
    rules: rules.map(compileRule),
    windows: windowNeedsOf(rules),
    environments: new Set(
      onNew.flatMap(({ environment }) => (environment === undefined ? [] : [environment])),
    ),
    sessionsIn: new Set(rules.filter(asksForSessions).map(({ environment }) => environment)),
    asksForRelease: rules.some(({ conditions, filters }) =>
      [...conditions, ...filters].some(({ kind }) => kind === 'latest-release'),
    ),
  }
}
