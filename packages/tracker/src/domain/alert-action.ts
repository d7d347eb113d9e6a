/** Who gets a rule's mails. */
export type MailTarget =
  /** Whoever the issue is assigned to or its project's ownership rules name; when nobody is, `fallthrough`. */
  | { readonly kind: 'owners'; readonly fallthrough: 'all-members' | 'nobody' }
  | { readonly kind: 'all-members' }
  | { readonly kind: 'team' | 'member'; readonly id: number }
  /** An address that need not belong to a member. */
  | { readonly kind: 'address'; readonly address: string }

/** What a rule does when it fires. */
export type AlertAction =
  | { readonly kind: 'mail'; readonly target: MailTarget }
  | { readonly kind: 'channel'; readonly destinationId: number }
