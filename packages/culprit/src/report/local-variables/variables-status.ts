/** What capturing did and does. */
export interface VariablesStatus {
  /** `on`: throws are seen; `waiting`: the budget is spent for the moment, or left to breakpoints; `off`: not started, or not possible. */
  readonly state: 'on' | 'waiting' | 'off'
  /** Why it is off. */
  readonly reason?: string | undefined
  readonly pauses: number
  readonly captured: number
  /** Milliseconds that pauses took, most of it reckoned. */
  readonly spentMs: number
  /** Places whose throws the program handles itself, so that they no longer pause. */
  readonly passedOver: number
  /** Throw statements that keep failing and have a breakpoint, so that they need no pause. */
  readonly breakpoints: number
}
