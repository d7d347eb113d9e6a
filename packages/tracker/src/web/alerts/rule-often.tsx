import type { VNode } from 'preact'
import type { ChangeOf, RuleForm, RuleProblems } from './rule-form.ts'
import { durationWords } from './rule-sentence.ts'

/** Minutes that are offered; others come from the API and stay. */
const frequencies = [0, 5, 10, 30, 60, 180, 720, 1440, 10_080, 43_200]

export interface FrequencyAndQuietProps {
  readonly form: RuleForm
  readonly problems: RuleProblems
  readonly change: ChangeOf
}

/** How often a rule may fire for an issue, when again, and when it keeps quiet. */
export function FrequencyAndQuiet({ form, problems, change }: FrequencyAndQuietProps): VNode {
  return (
    <section class="card rule-part" aria-labelledby="often">
      <h2 id="often">At most</h2>
      <div class="rule-parts">
        <span>tell</span>
        <select name="frequency" aria-label="How often" value={form.frequency} onInput={change('frequency')}>
          {offered(form.frequency).map(([value, text]) => (
            <option key={value} value={value} selected={value === form.frequency}>
              {text}
            </option>
          ))}
        </select>
      </div>
      <Problem text={problems['frequency']} />
      <div class="rule-parts">
        <span>and again after every</span>
        <input
          name="realertEvery"
          aria-label="Further events"
          type="text"
          inputMode="numeric"
          size={7}
          maxLength={9}
          placeholder="never"
          value={form.realertEvery}
          onInput={change('realertEvery')}
        />
        <span>further events</span>
      </div>
      <Problem text={problems['realertEvery']} />
      <Quiet form={form} problems={problems} change={change} />
    </section>
  )
}

function Quiet({ form, problems, change }: FrequencyAndQuietProps): VNode {
  return (
    <>
      <div class="rule-parts">
        <span>quiet from</span>
        <QuietTime name="quietFrom" label="Quiet from" form={form} change={change} />
        <span>to</span>
        <QuietTime name="quietTo" label="Quiet to" form={form} change={change} />
        <span>in</span>
        <input
          name="quietZone"
          aria-label="Time zone"
          type="text"
          size={18}
          maxLength={64}
          placeholder="UTC"
          value={form.quietZone}
          onInput={change('quietZone')}
        />
      </div>
      <Problem text={problems['quiet']} />
      <p class="muted">What fires in quiet hours is told together when they end.</p>
    </>
  )
}

interface QuietTimeProps extends Omit<FrequencyAndQuietProps, 'problems'> {
  readonly name: 'quietFrom' | 'quietTo'
  readonly label: string
}

function QuietTime({ name, label, form, change }: QuietTimeProps): VNode {
  return <input name={name} aria-label={label} type="time" value={form[name]} onInput={change(name)} />
}

function offered(current: string): readonly (readonly [value: string, text: string])[] {
  const known = frequencies.map((minutes) => [String(minutes), oftenText(minutes)] as const)
  if (known.some(([value]) => value === current)) return known
  return [[current, /^\d+$/.test(current) ? oftenText(Number(current)) : current] as const, ...known]
}

function oftenText(minutes: number): string {
  return minutes === 0 ? 'each time' : `once an issue in ${durationWords(minutes)}`
}

function Problem({ text }: { readonly text: string | undefined }): VNode | null {
  return text === undefined ? null : <p class="field-problem">{text}</p>
}
