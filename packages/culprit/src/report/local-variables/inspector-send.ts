import type { Session } from 'node:inspector'

/** Sends a command and returns its answer: in the own thread it comes before `post` returns. @throws {Error} When it fails. */
export function send<Answer = object>(session: Session, method: string, params: object = {}): Answer {
  let failure: Error | null = null
  let answer: object | undefined
  session.post(method, params, (error, result) => {
    failure = error
    answer = result
  })
  if (failure !== null) throw new Error(`${method} failed`, { cause: failure })
  // The inspector of the runtime that these types describe.
  return answer as Answer
}
