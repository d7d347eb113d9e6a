/** A mail that is about more or less than one event of one issue; text and HTML are rendered from it. */
export interface NoticeMail {
  /** One line of at most 150 characters. */
  readonly subject: string
  /** `Digest of Shop`. */
  readonly headline: string
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly lines: readonly NoticeLine[]
  readonly button: FooterLink
  readonly footer: readonly FooterLink[]
}

export interface NoticeLine {
  readonly text: string
  readonly detail?: string | undefined
  readonly link?: string | undefined
}

/** A link at the end of a mail. */
export interface FooterLink {
  readonly label: string
  readonly href: string
}
