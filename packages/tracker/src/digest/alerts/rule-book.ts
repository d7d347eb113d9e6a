import type { AlertRule } from '../../domain/alert-rule.ts'
import { compileRule, type CompiledRule } from './compile-rule.ts'
import { windowNeedsOf, type WindowNeed } from './window-need.ts'

/** The enabled rules of all projects, ready to be asked; made anew when a rule changes. */
export interface RuleBook {
  of(projectId: number): ProjectRules | undefined
}

/** The rules of a project, and what must be known beforehand to ask them. */
export interface ProjectRules {
  readonly rules: readonly CompiledRule[]
  readonly windows: readonly WindowNeed[]
  /** Environments in which it matters whether an issue was seen before. */
  readonly environments: ReadonlySet<string>
}

/** Returns the book of some rules. */
export function createRuleBook(rules: readonly AlertRule[]): RuleBook {
  const byProject = Map.groupBy(
    rules.filter((rule) => rule.enabled),
    ({ projectId }) => projectId,
  )
  const books = new Map([...byProject].map(([projectId, own]) => [projectId, toProjectRules(own)]))
  return { of: (projectId) => books.get(projectId) }
}

function toProjectRules(rules: readonly AlertRule[]): ProjectRules {
  const onNew = rules.filter(({ conditions }) => conditions.some(({ kind }) => kind === 'new-issue'))
  return {
    rules: rules.map(compileRule),
    windows: windowNeedsOf(rules),
    environments: new Set(
      onNew.flatMap(({ environment }) => (environment === undefined ? [] : [environment])),
    ),
  }
}
