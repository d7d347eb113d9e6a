import type { VNode } from 'preact'
import type { ChannelField } from '../../notify/channels/channel.ts'
import { csrfField } from '../csrf.ts'
import { Field } from '../field.tsx'

/** What was entered and what is wrong with it, when a form is shown again. */
export interface EnteredForm {
  readonly name: string
  readonly values: Readonly<Record<string, string>>
  readonly problems: Readonly<Record<string, string>>
}

export interface DestinationFormProps {
  readonly csrf: string
  readonly action: string
  readonly fields: readonly ChannelField[]
  readonly name: string
  /** What is stored, secrets masked; absent for a new destination. */
  readonly stored?: Readonly<Record<string, string>> | undefined
  readonly entered?: EnteredForm | undefined
  readonly projects: readonly { readonly slug: string; readonly name: string }[]
  readonly submit: string
}

/** The form of a destination, made from what its channel wants to know. Secrets that are stored are never in it. */
export function DestinationForm(props: DestinationFormProps): VNode {
  const { entered, projects } = props
  return (
    <form method="post" action={props.action} class="stack narrow-form" autocomplete="off">
      <input type="hidden" name={csrfField} value={props.csrf} />
      <Field
        name="name"
        label="Name"
        type="text"
        value={entered?.name ?? props.name}
        placeholder="#errors"
        hint="What you call this place."
        problem={entered?.problems['name']}
        required
      />
      {projects.length > 1 && <ProjectChoice projects={projects} />}
      {props.fields.map((field) => (
        <ChannelInput key={field.name} field={field} form={props} />
      ))}
      <div>
        <button class="button primary" type="submit">
          {props.submit}
        </button>
      </div>
    </form>
  )
}

function ChannelInput({
  field,
  form,
}: {
  readonly field: ChannelField
  readonly form: DestinationFormProps
}): VNode {
  const { stored, entered } = form
  const secret = field.type === 'secret' || field.type === 'secret-url'
  const known = stored?.[field.name]
  const kept = secret && known !== undefined
  return (
    <Field
      name={field.name}
      label={field.required ? field.label : `${field.label} (optional)`}
      type={field.type === 'secret' ? 'password' : field.type === 'text' ? 'text' : 'url'}
      autocomplete={field.type === 'secret' ? 'new-password' : 'off'}
      value={secret ? (entered?.values[field.name] ?? '') : (entered?.values[field.name] ?? known)}
      placeholder={field.fallback}
      hint={kept ? `Stored: ${known}. Leave it empty to keep it. ${field.hint}` : field.hint}
      problem={entered?.problems[field.name]}
      required={field.required && !kept}
    />
  )
}

function ProjectChoice({ projects }: Pick<DestinationFormProps, 'projects'>): VNode {
  return (
    <div class="field">
      <label for="project">Project</label>
      <select id="project" name="project">
        {projects.map(({ slug, name }) => (
          <option key={slug} value={slug}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
