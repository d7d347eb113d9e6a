/** Returns the text with its variable parts (numbers, ids, dates, addresses ...) replaced by `<int>`, `<uuid>` ... */
export function parameteriseMessage(text: string): string {
  return text
}
