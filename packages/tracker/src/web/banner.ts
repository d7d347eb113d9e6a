/** A line above the content of every page about something the owner should put right. */
export interface Banner {
  readonly id: 'no-password' | 'no-email' | 'mail-off' | 'destinations' | 'other-origin'
  readonly text: string
  /** Where it can be put right; absent when that is not a page of ours. */
  readonly link?: { readonly href: string; readonly text: string } | undefined
}
