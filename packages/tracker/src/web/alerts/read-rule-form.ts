import { ruleLimits } from '../../domain/alert-rule.ts'
import { textField } from '../read-form.ts'
import { actionKinds, type RulePlaces } from './action-lines.ts'
import { conditionKinds } from './condition-lines.ts'
import { filterKinds } from './filter-lines.ts'
import type { LineList, RuleForm } from './rule-form.ts'
import { newLine, type LineKinds, type RuleLine } from './rule-line.ts'

/** Returns a rule's form as it was sent. */
export function readRuleForm(form: FormData | undefined, places: RulePlaces): RuleForm {
  const text = (name: string): string => textField(form, name)
  return {
    name: text('name'),
    environment: text('environment'),
    when: readLines(form, 'when', conditionKinds(places)),
    filters: readLines(form, 'filters', filterKinds(places)),
    actions: readLines(form, 'actions', actionKinds(places)),
    actionMatch: text('actionMatch'),
    filterMatch: text('filterMatch'),
    frequency: text('frequency'),
    realertEvery: text('realertEvery'),
    quietFrom: text('quietFrom'),
    quietTo: text('quietTo'),
    quietZone: text('quietZone'),
    enabled: text('enabled') === 'yes',
  }
}

function readLines(form: FormData | undefined, list: LineList, kinds: LineKinds): readonly RuleLine[] {
  const lines: RuleLine[] = []
  for (let index = 0; index < ruleLimits.lines; index += 1) {
    const kind = textField(form, `${list}.${index}.kind`)
    if (kind === '') break
    const names = (Object.hasOwn(kinds, kind) ? (kinds[kind]?.parts ?? []) : []).flatMap((part) =>
      typeof part === 'string' ? [] : [part.name],
    )
    const values = names.map((name) => [name, textField(form, `${list}.${index}.${name}`)] as const)
    lines.push({ kind, values: Object.fromEntries(values) })
  }
  return lines
}

/** What a button of the form asks for. */
export type FormStep = 'save' | 'preview' | 'test' | 'edit'

/** Returns what was asked for, and the form after a line was added or removed. Without scripts each is a request. */
export function applyStep(
  form: RuleForm,
  sent: FormData | undefined,
  places: RulePlaces,
): { readonly step: FormStep; readonly form: RuleForm } {
  const asked = textField(sent, 'do')
  const [verb, list, index] = asked.split('.')
  if (list === 'when' || list === 'filters' || list === 'actions') {
    if (verb === 'remove') return { step: 'edit', form: removeLine(form, list, Number(index)) }
    if (verb === 'add') {
      return { step: 'edit', form: addLine(form, list, textField(sent, asked), places) }
    }
  }
  return { step: asked === 'preview' || asked === 'test' ? asked : 'save', form }
}

/** Returns the form with one more line of a kind; unchanged for a kind that there is not. */
export function addLine(form: RuleForm, list: LineList, kind: string, places: RulePlaces): RuleForm {
  const kinds = kindsOf(list, places)
  if (!Object.hasOwn(kinds, kind) || form[list].length >= ruleLimits.lines) return form
  return { ...form, [list]: [...form[list], newLine(kinds, kind)] }
}

/** Returns the form without one of its lines. */
export function removeLine(form: RuleForm, list: LineList, index: number): RuleForm {
  return { ...form, [list]: form[list].filter((_, place) => place !== index) }
}

function kindsOf(list: LineList, places: RulePlaces): LineKinds {
  if (list === 'when') return conditionKinds(places)
  return list === 'filters' ? filterKinds(places) : actionKinds(places)
}
