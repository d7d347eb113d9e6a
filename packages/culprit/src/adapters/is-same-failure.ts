/**
 * Returns whether two things that were thrown in one request are one failure that came twice: the same object, or errors
 * of the same name and message from the same line, as a hook throws them that runs for the answer to its own error, too.
 * Never throws.
 */
export function isSameFailure(one: unknown, other: unknown): boolean {
  if (one === other) return true
  try {
    if (!(one instanceof Error && other instanceof Error)) return false
    const origin = originOf(one)
    return origin !== undefined && origin === originOf(other)
  } catch {
    // A proxy or a getter of the application that throws.
    return false
  }
}

/** What was thrown and where: the stack up to its first place in the code. */
function originOf({ name, message, stack }: Error): string | undefined {
  const place = typeof stack === 'string' ? /^ +at .+$/m.exec(stack)?.[0] : undefined
  return place === undefined ? undefined : `${name}: ${message}${place}`
}
