/**
 * Returns a listener that never throws, and does nothing while it runs already: what it looks at may write to the
 * console itself. A breadcrumb that cannot be made is left out.
 */
export function quietly<A extends readonly unknown[]>(
  listener: (...values: A) => void,
): (...values: A) => void {
  let isRunning = false
  return (...values) => {
    if (isRunning) return
    isRunning = true
    try {
      listener(...values)
    } catch {
      // The application must not feel that it is watched.
    } finally {
      isRunning = false
    }
  }
}
