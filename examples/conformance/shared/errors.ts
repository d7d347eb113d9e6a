// The errors of the application: plain classes, and one HTTP exception with a code of its own.
import { NotFound } from 'culprit/http'

export class PaymentError extends Error {
  override readonly name: string = 'PaymentError'
}

/** A payment error like any other: handlers of a class take its subclasses too. */
export class CardDeclined extends PaymentError {
  constructor() {
    super('declined')
  }
}

/** Answers 410; handlers for 404 leave it alone, since handlers are looked up by the code of the class. */
export class PageGone extends NotFound {
  static override readonly code: number = 410
}

/** Its handler returns a body and no status. */
export class BodyOnly extends Error {}

/** Its handler fails. */
export class Clumsy extends Error {}
