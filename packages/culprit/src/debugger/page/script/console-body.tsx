import type { VNode } from 'preact'

/** What `ConsoleBody` shows. */
export interface ConsoleBodyProps {
  /** Name of the frame's function. */
  readonly name: string
  /** Why there is no console. */
  readonly why?: string
  /** Shows how to begin: until somebody has used a console once. */
  readonly hint?: boolean
}

/** The parts of a console before anything was typed. */
export function ConsoleBody({ name, why, hint = false }: ConsoleBodyProps): VNode {
  const title = name === '' ? 'Console' : `Console in ${name}`
  if (why !== undefined) {
    return (
      <>
        <div class="pane-head">
          <h3>Console</h3>
        </div>
        <p class="left-out">{why}</p>
      </>
    )
  }
  return (
    <>
      <div class="pane-head">
        <h3>Console</h3>
        {name !== '' && <span class="pane-note">live in {name}</span>}
        <button type="button" class="quiet console-clear" title="Ctrl+L: clear">
          Clear
        </button>
      </div>
      <div class="console-lock" hidden />
      <div class="console-scroll">
        <div
          class="console-log"
          role="log"
          aria-live="polite"
          aria-label={`Output of the ${title.toLowerCase()}`}
        />
        <div class="console-entry">
          <span class="prompt" aria-hidden="true" />
          <textarea
            rows={1}
            aria-label={title}
            aria-autocomplete="list"
            placeholder={'expression, statement, await\u2026'}
            autocapitalize="off"
            autocomplete="off"
            autocorrect="off"
            spellcheck={false}
          />
          <ul class="completions" role="listbox" aria-label="Completions" hidden />
        </div>
        {hint && (
          <p class="console-hint">
            This is a live console{name === '' ? '' : ' in this frame'}. Type here and press Enter; Tab
            completes.
          </p>
        )}
      </div>
      <p class="console-notice">
        Objects are live: changing one changes it in the application.
        {name !== '' &&
          ' The function has ended, so a variable you reassign is seen here and by closures only.'}
      </p>
    </>
  )
}
