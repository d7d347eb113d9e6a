import { CopyButton, highlight } from '@culprit/view'
import type { VNode } from 'preact'
import { Icon } from '../icon.tsx'
import { agentPrompt } from './connect-markdown.ts'
import { platforms, type ConnectView } from './connect-view.ts'
import type { Platform, SnippetStep } from './platform.ts'

const groups: readonly Platform['group'][] = ['Server JS', 'Browser', 'Python', 'PHP', 'More']

/** What the platform step shows. */
export interface PlatformStepProps {
  readonly view: ConnectView
  /** Of the page itself; the picker's links add `?platform=`. */
  readonly path: string
}

/** The picker, plain links that need no script, and what to paste for the platform chosen. */
export function PlatformStep({ view, path }: PlatformStepProps): VNode {
  return (
    <section class="card connect-step" aria-labelledby="pick">
      <div class="section-head">
        <h2 id="pick">
          <span class="step-number">2</span> Pick your platform
        </h2>
        <button
          type="button"
          class="button quiet copy-prompt"
          hidden
          data-copy
          data-copy-text={agentPrompt(view)}
        >
          <Icon name="copy" />
          Copy a prompt for your coding agent
        </button>
      </div>
      <nav class="platforms" aria-label="Platform">
        {groups.map((group) => (
          <span class="platform-group" key={group}>
            {platforms
              .filter((platform) => platform.group === group)
              .map((platform) => (
                <a
                  key={platform.id}
                  href={`${path}?platform=${platform.id}#pick`}
                  aria-current={platform.id === view.platform.id ? 'true' : undefined}
                >
                  {platform.name}
                </a>
              ))}
          </span>
        ))}
      </nav>
      {view.steps.map((step, index) => (
        <Snippet key={step.title} step={step} id={`snippet-${index}`} />
      ))}
    </section>
  )
}

function Snippet({ step, id }: { readonly step: SnippetStep; readonly id: string }): VNode {
  const lines = highlight(step.code.split('\n'), step.language)
  return (
    <figure class="snippet">
      <figcaption>
        {step.title}
        <CopyButton from={id} label={step.title} />
      </figcaption>
      <pre tabIndex={0}>
        <code id={id}>
          {lines.map((tokens, index) => (
            <>
              {index > 0 && '\n'}
              {tokens.map((token) =>
                token.kind === 'plain' || token.kind === 'punctuation' ? (
                  token.text
                ) : (
                  <span class={`tk-${token.kind}`}>{token.text}</span>
                ),
              )}
            </>
          ))}
        </code>
      </pre>
    </figure>
  )
}
