import type { AlertRule } from '../../domain/alert-rule.ts'
import { compileRule, type CompiledRule } from './compile-rule.ts'

/** The enabled rules of all projects, ready to be asked; made anew when a rule changes. */
export interface RuleBook {
  of(projectId: number): readonly CompiledRule[]
}

/** Returns the book of some rules. */
export function createRuleBook(rules: readonly AlertRule[]): RuleBook {
  const enabled = rules.filter((rule) => rule.enabled).map(compileRule)
  const byProject = Map.groupBy(enabled, ({ rule }) => rule.projectId)
  return { of: (projectId) => byProject.get(projectId) ?? [] }
}
