/** The forms in which an error can be shown. */
export type Representation = 'html' | 'problem' | 'text'

/** Returns the form that an `Accept` header asks for. */
export function negotiate(accept: string | undefined): Representation {
  if (accept === undefined) return 'html'
  return accept.includes('json') ? 'problem' : 'html'
}
