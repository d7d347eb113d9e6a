import type { VariableBounds } from './variable-bounds.ts'

/** How local variables are captured. */
export interface CaptureOptions extends Partial<{
  readonly [K in keyof VariableBounds]: number | undefined
}> {
  /** The share of wall time that pauses may take, above 0 to 1. @default 0.01 */
  readonly share?: number | undefined
  /** Tells whether a script's code is the application's. @default not Node's and not below `node_modules` */
  readonly isInApp?: ((url: string) => boolean) | undefined
  /** Returns the object that stands for what is being done now; one request has one. @default one for all */
  readonly contextOf?: (() => object) | undefined
  /** A clock in milliseconds that does not go back. @default performance.now */
  readonly now?: (() => number) | undefined
}
