import type { VNode } from 'preact'

/** One labelled input of a form. */
export interface FieldProps {
  readonly name: string
  readonly label: string
  readonly type: 'email' | 'password' | 'text' | 'url'
  /** @default off */
  readonly autocomplete?: 'username' | 'current-password' | 'new-password' | 'off' | undefined
  readonly value?: string | undefined
  readonly placeholder?: string | undefined
  readonly hint?: string | undefined
  /** What is wrong with the value that was sent. */
  readonly problem?: string | undefined
  readonly required?: boolean | undefined
  readonly minLength?: number | undefined
}

const maxLengths: Readonly<Record<FieldProps['type'], number>> = {
  email: 254,
  password: 1024,
  text: 2000,
  url: 2000,
}

/** A label, its input, and below it a hint or what is wrong, tied to the input for assistive technology. */
export function Field(props: FieldProps): VNode {
  const { name, label, type, autocomplete = 'off', value, hint, problem } = props
  const noteId = `${name}-note`
  const note = problem ?? hint
  const attributes = {
    id: name,
    name,
    autocomplete,
    value: value ?? '',
    placeholder: props.placeholder,
    required: props.required ?? false,
    minLength: props.minLength ?? 0,
    maxLength: maxLengths[type],
    'aria-describedby': note === undefined ? undefined : noteId,
    'aria-invalid': problem === undefined ? undefined : ('true' as const),
  }
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {input(type, attributes)}
      {note !== undefined && (
        <p id={noteId} class={problem === undefined ? 'field-hint' : 'field-problem'}>
          {note}
        </p>
      )}
    </div>
  )
}

/** The type is written out in each: a computed one would let Preact drop the types of the other attributes. */
function input(type: FieldProps['type'], attributes: object): VNode {
  switch (type) {
    case 'email':
      return <input {...attributes} type="email" />
    case 'password':
      return <input {...attributes} type="password" />
    case 'url':
      return <input {...attributes} type="url" />
    case 'text':
      return <input {...attributes} type="text" />
  }
}
