const key = Symbol.for('culprit.report.local-variables')

/** Pausing is a state of the whole thread, so one owner has it, whichever copy of the library it belongs to. */
type Claimed = { [key]?: object | undefined }

/** Returns who has the right to pause this thread: `owner` itself when nobody had it. */
export function claimThread(owner: object): object {
  const shared = globalThis as Claimed
  return (shared[key] ??= owner)
}

/** Returns who has the right to pause this thread; undefined when nobody has. */
export function threadOwner(): object | undefined {
  return (globalThis as Claimed)[key]
}

/** Gives the right to pause this thread back. */
export function releaseThread(owner: object): void {
  const shared = globalThis as Claimed
  if (shared[key] === owner) shared[key] = undefined
}
