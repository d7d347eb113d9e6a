/** A part of an application; it is made together with `Errors`, so it stands beside it. */
export { Scope } from './errors.ts'
