const key = Symbol.for('culprit.report.local-variables')

/** Pausing is a state of the whole thread, so one owner has it, whichever copy of the library it belongs to. */
type Claimed = { [key]?: object | undefined }

/** Takes the right to pause this thread; false when somebody else has it. */
export function claimThread(owner: object): boolean {
  const shared = globalThis as Claimed
  shared[key] ??= owner
  return shared[key] === owner
}

/** Gives the right to pause this thread back. */
export function releaseThread(owner: object): void {
  const shared = globalThis as Claimed
  if (shared[key] === owner) shared[key] = undefined
}
