import type { HttpException } from './http-exception.ts'

/** How errors of other libraries are read. */
export interface AdoptOptions {
  /** Whether any error with an integer `statusCode` from 400 to 499 counts, as Fastify has it. */
  readonly plainStatusCode?: boolean | undefined
  /** Whether the message of a body parser is kept. */
  readonly debug?: boolean | undefined
}

/** Returns the HTTP exception that an error of another library stands for, undefined when it stands for none. */
export function adoptHttpError(_error: unknown, _options: AdoptOptions = {}): HttpException | undefined {
  return undefined
}
