/** Tells whether text, with its spaces removed, is an IBAN: 15 to 34 characters and check digits that fit (ISO 7064). */
export function isIban(compact: string): boolean {
  if (compact.length < 15 || compact.length > 34) return false
  let rest = 0
  for (let step = 0; step < compact.length; step++) {
    // The check runs over the number with its first four characters moved to the end.
    const code = compact.charCodeAt((step + 4) % compact.length)
    const value = code <= 57 ? code - 48 : code - 55
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97
  }
  return rest === 1
}
