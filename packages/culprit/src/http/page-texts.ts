/** What a status is called in a language. */
export interface StatusText {
  readonly phrase?: string | undefined
  readonly description?: string | undefined
}

/** The words of the generic pages in one language. */
export interface PageTexts {
  /** Statuses by code; the English table stands in for what is missing. */
  readonly statuses: Readonly<Record<number, StatusText>>
  /** Before the reference id. */
  readonly reference: string
  /** With `{time}`, which becomes "30 seconds" in the page's language. */
  readonly retryAfter: string
  readonly tryAgain: string
  readonly home: string
  readonly feedback: FeedbackTexts
}

/** The words of the form in which visitors say what happened. */
export interface FeedbackTexts {
  readonly title: string
  readonly name: string
  readonly email: string
  readonly comments: string
  readonly send: string
}

/** The texts an application gives for a language; English stands in for what is missing. */
export type GivenTexts = Partial<Omit<PageTexts, 'feedback'>> & { readonly feedback?: Partial<FeedbackTexts> }

/** The words that are used where the application gives none. */
export const englishTexts: PageTexts = {
  statuses: {},
  reference: 'If you write to us about this error, please quote',
  retryAfter: 'You can try again in {time}.',
  tryAgain: 'Try again',
  home: 'Home page',
  feedback: {
    title: 'Tell us what happened',
    name: 'Name',
    email: 'Email',
    comments: 'What did you do before the error came up?',
    send: 'Send',
  },
}

/** Returns the texts of a language with the English ones where it has none. */
export function completeTexts(given: GivenTexts): PageTexts {
  return { ...englishTexts, ...given, feedback: { ...englishTexts.feedback, ...given.feedback } }
}
