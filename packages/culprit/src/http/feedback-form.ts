import { endpointUrl, parseDsn } from '@culprit/wire'
// Under this name formatters leave the template alone.
import { html as markup, type SafeHtml } from '../html/html.ts'
import type { FeedbackTexts } from './page-texts.ts'

/** Where visitors' reports go. */
export interface FeedbackTarget {
  /** What the page's policy must allow forms to be sent to. */
  readonly origin: string
  /** Returns the form for an error, which works without scripts. */
  readonly form: (reference: string, texts: FeedbackTexts) => SafeHtml
}

/** Returns the target for a DSN: the endpoint of the tracker (and of Sentry) for its crash report dialog. */
export function createFeedbackTarget(dsn: string): FeedbackTarget | undefined {
  const parts = parseDsn(dsn)
  if (parts === undefined) return undefined
  // `/prefix/api/42/embed/` -> `/prefix/api/embed/error-page/`
  const url = new URL('../../embed/error-page/', endpointUrl(parts, 'embed'))
  url.searchParams.set('dsn', dsn)
  return {
    origin: url.origin,
    form: (reference, texts) => {
      const action = new URL(url)
      action.searchParams.set('eventId', reference)
      return feedbackForm(action.href, texts)
    },
  }
}

function feedbackForm(action: string, texts: FeedbackTexts): SafeHtml {
  return markup`<form method=post rel=noreferrer action="${action}">
<h2>${texts.title}</h2>
<label>${texts.name}<input name=name autocomplete=name maxlength=128></label>
<label>${texts.email}<input name=email type=email autocomplete=email maxlength=200></label>
<label>${texts.comments}<textarea name=comments rows=4 maxlength=16000 required></textarea></label>
<button>${texts.send}</button>
</form>
`
}
