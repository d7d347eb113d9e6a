/** A body that is refused, with sentences by field: `{"conditions": ["..."]}`, answered with 400. */
export class FieldErrors extends Error {
  readonly fields: Readonly<Record<string, readonly string[]>>
  constructor(fields: FieldErrors['fields']) {
    super(`The body is refused because of ${Object.keys(fields).join(', ')}.`)
    this.fields = fields
  }
}
Object.defineProperty(FieldErrors.prototype, 'name', { value: 'FieldErrors' })
