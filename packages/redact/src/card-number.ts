/**
 * Tells whether a run of digits is a payment card number: a known issuer's prefix and length, and a right
 * check digit (Luhn). The prefixes keep millisecond timestamps out, of which one in ten passes Luhn alone.
 */
export function isCardNumber(digits: string): boolean {
  return ISSUERS.test(digits) && passesLuhn(digits)
}

const ISSUERS =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}|6(?:011|5\d\d|4[4-9]\d)\d{12,15}|62\d{14,17})$/

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let at = digits.length - 1, double = false; at >= 0; at--, double = !double) {
    const digit = digits.charCodeAt(at) - 48
    sum += !double ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}
