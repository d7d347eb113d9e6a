import { afterAll, beforeAll } from 'vitest'

/** Keeps what is written to the terminal while the tests of the enclosing `describe` run, and returns it as text. */
export function withTerminal(): () => string {
  const { stderr } = process
  const write = stderr.write.bind(stderr)
  let text = ''
  beforeAll(() => {
    stderr.write = (chunk: string | Uint8Array): boolean => {
      text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
      return true
    }
  })
  afterAll(() => {
    stderr.write = write
  })
  return () => text
}
