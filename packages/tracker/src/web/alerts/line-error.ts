/** A line of a rule that is not whole, with a sentence for who fills it in. */
export class LineError extends Error {}
Object.defineProperty(LineError.prototype, 'name', { value: 'LineError' })
