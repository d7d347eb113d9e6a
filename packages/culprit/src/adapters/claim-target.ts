import { SetupError } from '../handlers/setup-error.ts'

const attached: unique symbol = Symbol('culprit.attached')

/**
 * Marks an application or a router as attached, under a symbol of this module.
 *
 * @param existing how many handlers it has already: they run outside of what attach() adds, so their errors would not
 *   arrive
 * @throws {SetupError} when it is marked already, or attach() comes too late for it.
 */
export function claimTarget(target: object, existing: number): void {
  if (Object.hasOwn(target, attached))
    throw new SetupError('attach() was called for this application or router already.')
  if (existing > 0) {
    throw new SetupError(
      `attach() must come first: the ${existing} handlers that were added before it would run without it.`,
    )
  }
  Object.defineProperty(target, attached, { value: true })
}
