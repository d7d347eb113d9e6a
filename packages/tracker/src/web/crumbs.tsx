import { safeText } from '@culprit/view'
import type { VNode } from 'preact'

export interface CrumbsProps {
  /** From the top down. */
  readonly trail: readonly { readonly text: string; readonly href: string }[]
  /** The page itself. */
  readonly last: string
}

/** The way back up from a page. */
export function Crumbs({ trail, last }: CrumbsProps): VNode {
  return (
    <nav class="crumb-path" aria-label="Breadcrumb">
      {trail.map(({ text, href }) => (
        <>
          <a href={href}>{text}</a>
          <span aria-hidden="true">/</span>
        </>
      ))}
      <span aria-current="page">
        <bdi>{safeText(last)}</bdi>
      </span>
    </nav>
  )
}
