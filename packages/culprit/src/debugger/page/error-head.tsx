import { LiveValues, safeText, Text, webAddress } from '@culprit/view'
import type { VNode } from 'preact'
import type { DebuggedError, DebuggedFailure } from '../debugged-error.ts'
import { raisedError, relationWords, shortHeadline } from './failure-words.ts'
import { panelId } from './panel-id.ts'

/** What failed, in words: type and message, hints, own properties, and the errors behind it. */
export function ErrorHead({ failure }: { readonly failure: DebuggedFailure }): VNode {
  const raised = raisedError(failure)
  const behind = failure.errors.slice(1)
  return (
    <section class="what" aria-labelledby="error-heading">
      <h1 id="error-heading">
        <span class="error-type">{safeText(raised.type)}</span>
        {raised.message !== '' && message(raised)}
      </h1>
      <ErrorNotes error={raised} />
      {behind.length > 0 && (
        <ol class="causes" aria-label="Errors behind this one">
          {behind.map((error) => (
            <li key={error.id} class={`depth-${depthOf(error, failure.errors)}`}>
              <span class="relation">{relationWords[error.relation]}</span>{' '}
              <a href={`#${panelId(failure.errors.indexOf(error), firstFrame(error))}`}>
                <bdi>{shortHeadline(error)}</bdi>
              </a>
              <ErrorNotes error={error} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

/** How many errors stand between one and the raised one, at most 4: causes of members are set in. */
function depthOf(error: DebuggedError, errors: readonly DebuggedError[]): number {
  let depth = 0
  let parent = error.parent
  while (parent !== undefined && depth < 5) {
    depth += 1
    parent = parentOf(parent, errors)
  }
  return Math.max(0, depth - 1)
}

function parentOf(id: string, errors: readonly DebuggedError[]): string | undefined {
  return errors.find((each) => each.id === id)?.parent
}

/** HTM-8: what a parser says is set as it was written, since its lines and carets stand under each other. */
function message({ type, message: text }: DebuggedError): VNode {
  const preformatted = type === 'SyntaxError' || /\n\s*\^/.test(text)
  const end = text.includes('\n') ? text.indexOf('\n') : text.length
  const [first, rest] = [text.slice(0, end), text.slice(end + 1)]
  return (
    <span
      class={preformatted ? 'error-message preformatted' : 'error-message'}
      tabIndex={text.length > 400 ? 0 : undefined}
    >
      <Text text={preformatted ? text : first} limit={1500} />
      {!preformatted && rest !== '' && (
        <span class="error-rest">
          {'\n'}
          <Text text={rest} limit={1500} />
        </span>
      )}
    </span>
  )
}

function firstFrame({ frames }: DebuggedError): number {
  return (frames.find(({ kind }) => kind === 'app') ?? frames[0])?.index ?? 0
}

function ErrorNotes({ error }: { readonly error: DebuggedError }): VNode | null {
  const links = error.links.map(webAddress).filter((link) => link !== undefined)
  if (error.hints.length + links.length + error.properties.length === 0) return null
  return (
    <div class="notes" data-error={error.id}>
      {error.hints.map((hint) => (
        <p key={hint} class="hint">
          {withCode(safeText(hint))}
        </p>
      ))}
      {error.properties.length > 0 && (
        <div class="values properties" role="group" aria-label={`Properties of ${safeText(error.type)}`}>
          <LiveValues entries={error.properties} />
        </div>
      )}
      {links.map(({ href, host }) => (
        <p key={href} class="hint-link">
          <a href={href} rel="noopener noreferrer nofollow">
            {safeText(href)}
          </a>{' '}
          <span class="muted">{host}</span>
        </p>
      ))}
    </div>
  )
}

/** Backticks in a hint become code. */
function withCode(text: string): readonly (VNode | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))
}
