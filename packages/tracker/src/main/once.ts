/**
 * Returns a function that loads something when it is first asked for. For what many trackers do not need for hours: it
 * would only take memory until then.
 */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined
  return () => (loaded ??= load())
}
