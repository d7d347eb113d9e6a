/**
 * A part of what a fingerprint was made from. Leaves are texts; `hint` says why a part does not count or what was
 * done to it.
 */
export interface ComponentView {
  readonly id: string
  readonly contributes: boolean
  readonly hint?: string | undefined
  readonly values: readonly (string | ComponentView)[]
}
