import type { VNode } from 'preact'

/** Says that what was asked for is done. */
export function DoneNote({ text }: { readonly text: string }): VNode {
  return (
    <p class="form-done" role="status">
      {text}
    </p>
  )
}
