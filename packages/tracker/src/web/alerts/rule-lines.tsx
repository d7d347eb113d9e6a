import type { VNode } from 'preact'
import type { LineList } from './rule-form.ts'
import type { LineKinds, LinePart, RuleLine } from './rule-line.ts'

/** What a script does when somebody edits; without one the form is posted. */
export interface LineEvents {
  set(list: LineList, index: number, name: string, value: string): void
  add(list: LineList, kind: string): void
  remove(list: LineList, index: number): void
}

export interface RuleLinesProps {
  readonly list: LineList
  readonly lines: readonly RuleLine[]
  readonly kinds: LineKinds
  /** By index. */
  readonly problems: Readonly<Record<string, string>>
  /** Between two lines: and, or. */
  readonly joint: string
  readonly addText: string
  readonly events?: LineEvents | undefined
}

/** The lines of one part of a rule, each with what is to be filled in, and a menu that adds one. */
export function RuleLines(props: RuleLinesProps): VNode {
  const { list, lines, joint } = props
  return (
    <>
      {lines.length > 0 && (
        <ol class="rule-lines">
          {lines.map((line, index) => (
            <li key={index}>
              {index > 0 && <span class="rule-joint">{joint}</span>}
              <Line {...props} line={line} index={index} />
            </li>
          ))}
        </ol>
      )}
      {props.problems[list] !== undefined && <p class="field-problem">{props.problems[list]}</p>}
      <AddLine {...props} />
    </>
  )
}

type LineProps = RuleLinesProps & { readonly line: RuleLine; readonly index: number }

function Line({ list, line, index, kinds, problems, events }: LineProps): VNode {
  const parts = kinds[line.kind]?.parts ?? [`a line of a kind that this release does not know (${line.kind})`]
  const problem = problems[`${list}.${index}`]
  const remove = `remove.${list}.${index}`
  return (
    <div class="rule-line">
      <input type="hidden" name={`${list}.${index}.kind`} value={line.kind} />
      <div class="rule-parts">
        {parts.map((part, place) => (
          <Part
            key={place}
            part={part}
            list={list}
            line={line}
            index={index}
            wrong={problem !== undefined}
            events={events}
          />
        ))}
      </div>
      <button
        class="button quiet small"
        type="submit"
        name="do"
        value={remove}
        formNoValidate
        aria-label={`Remove: ${kinds[line.kind]?.menu ?? line.kind}`}
        onClick={events && ((event: Event) => (event.preventDefault(), events.remove(list, index)))}
      >
        Remove
      </button>
      {problem !== undefined && <p class="field-problem">{problem}</p>}
    </div>
  )
}

interface PartProps {
  readonly part: LinePart
  readonly list: LineList
  readonly line: RuleLine
  readonly index: number
  /** Something in the line is not right. */
  readonly wrong: boolean
  readonly events: LineEvents | undefined
}

function Part({ part, list, line, index, wrong, events }: PartProps): VNode {
  if (typeof part === 'string') return <span>{part}</span>
  const value = line.values[part.name] ?? ''
  const common = {
    name: `${list}.${index}.${part.name}`,
    'aria-label': part.label,
    'aria-invalid': wrong ? ('true' as const) : undefined,
  }
  const onInput =
    events && ((event: Event) => events.set(list, index, part.name, valueOf(event.currentTarget)))
  if (part.input === 'select') {
    return (
      <select {...common} value={value} onInput={onInput}>
        {/* Without it a browser would choose the first, and saving would change who is told. */}
        {value !== '' && part.options.every(([each]) => each !== value) && (
          <option value={value} selected>
            (removed)
          </option>
        )}
        {part.options.map(([each, text]) => (
          <option key={each} value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
    )
  }
  if (part.input === 'number')
    return (
      <input
        {...common}
        type="text"
        inputMode={part.decimals === true ? 'decimal' : 'numeric'}
        size={7}
        maxLength={10}
        value={value}
        onInput={onInput}
      />
    )
  return <input {...common} type="text" size={20} maxLength={2000} value={value} onInput={onInput} />
}

function AddLine({ list, kinds, lines, addText, events }: RuleLinesProps): VNode | null {
  const offered = Object.entries(kinds).flatMap(([kind, { menu }]) =>
    menu === undefined ? [] : [[kind, menu] as const],
  )
  if (lines.length >= 50) return null
  const name = `add.${list}`
  return (
    <div class="rule-add">
      <select
        name={name}
        aria-label={addText}
        onChange={
          events &&
          ((event: Event) => {
            const select = event.currentTarget
            const kind = valueOf(select)
            if (kind !== '') events.add(list, kind)
            if (select instanceof HTMLSelectElement) select.value = ''
          })
        }
      >
        <option value="">{addText}</option>
        {offered.map(([kind, menu]) => (
          <option key={kind} value={kind}>
            {menu}
          </option>
        ))}
      </select>
      {events === undefined && (
        <button class="button small" type="submit" name="do" value={name} formNoValidate>
          Add
        </button>
      )}
    </div>
  )
}

function valueOf(target: EventTarget | null): string {
  return target !== null && 'value' in target && typeof target.value === 'string' ? target.value : ''
}
