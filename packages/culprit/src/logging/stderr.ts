/** Takes text for people; must not throw. */
export type TextSink = (text: string) => void

/**
 * Writes to the process's standard error, looked up at each call, since tests and supervisors replace it. Never
 * throws: there is nowhere left to tell.
 */
export function writeStderr(text: string): void {
  try {
    process.stderr.write(text)
  } catch {
    // A closed or broken stderr cannot be reported anywhere.
  }
}
