import type { VNode } from 'preact'

/** What `CopyButton` copies. */
export interface CopyButtonProps {
  /** Id of the element whose text is copied, or with `href` nothing. */
  readonly from?: string
  /** Address whose text is fetched and copied. */
  readonly href?: string
  readonly text?: string
  readonly label: string
}

/**
 * A button that copies a text, an element's text or an address's content. It does nothing by itself: a
 * script finds it by `data-copy` and unhides it, so that pages without scripts show no dead button.
 */
export function CopyButton({ from, href, text, label }: CopyButtonProps): VNode {
  return (
    <button
      type="button"
      class="copy"
      hidden
      data-copy
      data-copy-from={from}
      data-copy-href={href}
      data-copy-text={text}
      aria-label={`Copy ${label}`}
      title={`Copy ${label}`}
    >
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path
          d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z"
          fill="none"
          stroke="currentColor"
          stroke-width="1.3"
          stroke-linejoin="round"
        />
      </svg>
    </button>
  )
}
