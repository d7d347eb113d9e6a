import type { Directory } from '../domain/project.ts'

/** How old the answer may be, in milliseconds, before it is asked for again. */
const freshMs = 2000

/**
 * Returns a function that gives the directory, asking the writer at most every two seconds. An old answer is given
 * while a new one is on its way, so that a busy writer never holds up a page.
 */
export function createDirectoryCache(
  load: () => Promise<Directory>,
  now: () => number,
): () => Promise<Directory> {
  let known: { readonly at: number; readonly directory: Directory } | undefined
  let loading: Promise<Directory> | undefined

  const refresh = async (): Promise<Directory> => {
    try {
      const directory = await load()
      known = { at: now(), directory }
      return directory
    } finally {
      loading = undefined
    }
  }
  return async () => {
    // A clock that was set back makes the age negative; that counts as old.
    const age = known ? now() - known.at : Infinity
    if (known && age >= 0 && age < freshMs) return known.directory
    loading ??= refresh()
    if (!known) return loading
    loading.catch(() => undefined)
    return known.directory
  }
}
