import type { Answer } from './answer.ts'
import { checkAnswer } from './check-answer.ts'
import type { Failure } from './failure.ts'
import type { ScopedFunctions } from './scoped-functions.ts'

/** The error that is being answered, as functions that run after it see it. */
export interface AnsweredError<Context> {
  /** What was thrown, as an error: `NonErrorThrown` around what is none. */
  readonly error: Error
  readonly reference: string
  readonly context: Context
}

/** Sees each error answer before it is sent. It may return another one; undefined keeps it. */
export type AfterError<Context> = (
  answer: Answer,
  answered: AnsweredError<Context>,
) => Answer | undefined | void | Promise<Answer | undefined | void>

/**
 * Returns the answer after all functions had their turn: innermost scope first, the application last, each in reverse
 * order of registration (FIN-1).
 *
 * @throws what the first failing one throws; later ones do not run (FIN-3).
 */
export async function runAfterError<Context>(
  functions: ScopedFunctions<AfterError<Context>>,
  failure: Failure<Context>,
  answer: Answer,
): Promise<Answer> {
  if (functions.isEmpty) return answer
  const { error, reference, incident } = failure
  let current = answer
  for (const after of functions.inOrder(incident.scopes)) {
    const replaced = await after(current, { error, reference, context: incident.context })
    if (replaced !== undefined) current = checkAnswer(replaced)
  }
  return current
}
