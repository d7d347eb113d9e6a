/** Hours of the day in which nothing is told; what comes in them is told together when they end. */
export interface QuietHours {
  /** Minutes after midnight, 0 to 1439. */
  readonly from: number
  /** Minutes after midnight, exclusive; before `from` when the hours span midnight. */
  readonly to: number
  /** An IANA name: `Europe/Amsterdam`. */
  readonly timeZone: string
}
