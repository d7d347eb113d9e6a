import type { Directory, ProjectKey } from '../domain/project.ts'

/** Returns a function that finds a key in the directory of the moment; the index is made anew when that is replaced. */
export function createKeyIndex(directory: () => Directory): (publicKey: string) => ProjectKey | undefined {
  let of: Directory | undefined
  let keys: ReadonlyMap<string, ProjectKey> = new Map()
  return (publicKey) => {
    const current = directory()
    if (current !== of) {
      keys = new Map(current.keys.map((key) => [key.publicKey, key]))
      of = current
    }
    return keys.get(publicKey)
  }
}
