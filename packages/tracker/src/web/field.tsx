import type { VNode } from 'preact'

/** One labelled input of a form. */
export interface FieldProps {
  readonly name: string
  readonly label: string
  readonly type: 'email' | 'password'
  readonly autocomplete: 'username' | 'current-password' | 'new-password'
  readonly value?: string | undefined
  readonly hint?: string | undefined
  /** What is wrong with the value that was sent. */
  readonly problem?: string | undefined
  readonly required?: boolean | undefined
  readonly minLength?: number | undefined
}

/** A label, its input, and below it a hint or what is wrong, tied to the input for assistive technology. */
export function Field(props: FieldProps): VNode {
  const { name, label, type, autocomplete, value, hint, problem } = props
  const noteId = `${name}-note`
  const note = problem ?? hint
  const attributes = {
    id: name,
    name,
    autocomplete,
    value: value ?? '',
    required: props.required ?? false,
    minLength: props.minLength ?? 0,
    maxLength: type === 'password' ? 1024 : 254,
    'aria-describedby': note === undefined ? undefined : noteId,
    'aria-invalid': problem === undefined ? undefined : ('true' as const),
  }
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {type === 'email' ? <input {...attributes} type="email" /> : <input {...attributes} type="password" />}
      {note !== undefined && (
        <p id={noteId} class={problem === undefined ? 'field-hint' : 'field-problem'}>
          {note}
        </p>
      )}
    </div>
  )
}
