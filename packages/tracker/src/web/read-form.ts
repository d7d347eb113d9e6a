/** Returns the form of a request, or undefined when its body is none. */
export async function readForm(request: Request): Promise<FormData | undefined> {
  return request.formData().catch(() => undefined)
}

/** Returns a text field of a form, empty when it is missing or a file. */
export function textField(form: FormData | undefined, name: string): string {
  const value = form?.get(name)
  return typeof value === 'string' ? value : ''
}
