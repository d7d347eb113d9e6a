import { absoluteTime, fence, safeText } from '@culprit/view'
import { sessionsWords } from '../../domain/session-words.ts'
import { checkRule } from './rule-form.ts'
import { ruleSentence } from './rule-sentence.ts'
import type { FiredItem } from './fired-item.ts'
import type { RuleEditorView, RuleListView } from './rule-view.ts'

/** Returns the rules as Markdown; names stand in a fence, since people choose them. */
export function ruleListMarkdown({ rules, fired }: RuleListView): string {
  const lines = rules.map(
    ({ id, name, enabled, sentence }) => `${id}  ${name}${enabled ? '' : '  (off)'}\n    ${sentence}`,
  )
  return `# Alert rules\n\n${block(lines)}\n\n## Fired of late\n\n${firedText(fired)}\n`
}

/** Returns one rule as Markdown. */
export function ruleMarkdown(view: RuleEditorView, fired: readonly FiredItem[]): string {
  const { draft } = checkRule(view.form, view.places)
  const sessions = view.sessions === undefined ? [] : [sessionsWords(view.sessions)]
  const lines = [draft.name, ruleSentence(draft, view.places), ...sessions]
  return `# Alert rule ${view.id ?? 'new'}\n\n${block(lines)}\n\n## Fired of late\n\n${firedText(fired)}\n`
}

function firedText(fired: readonly FiredItem[]): string {
  return block(
    fired.map(
      ({ at, ruleName, reason, issue }) =>
        `${absoluteTime(at)}  ${issue?.shortId ?? ''}  ${ruleName}: ${reason}`,
    ),
  )
}

function block(lines: readonly string[]): string {
  return lines.length === 0 ? 'None.' : fence(safeText(lines.join('\n')))
}
