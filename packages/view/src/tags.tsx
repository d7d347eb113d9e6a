import type { VNode } from 'preact'
import type { TagView } from './event-view.ts'
import { clip, safeText } from './safe-text.ts'
import { webAddress } from './web-address.ts'

/** What `Tags` shows. */
export interface TagsProps {
  readonly tags: readonly TagView[]
}

const maxTags = 200

/** An event's tags as pairs; each leads to the issues that share it where `href` is given. At most 200. */
export function Tags({ tags }: TagsProps): VNode {
  return (
    <ul class="tags">
      {tags.slice(0, maxTags).map((tag, index) => (
        <li key={index} class="tag">
          <span class="tag-key">
            <bdi>{safeText(clip(tag.key, 60))}</bdi>
          </span>
          <TagValue tag={tag} />
        </li>
      ))}
    </ul>
  )
}

function TagValue({ tag }: { readonly tag: TagView }): VNode {
  const shown = <bdi>{safeText(clip(tag.value, 200))}</bdi>
  const address = webAddress(tag.value)
  return (
    <span class="tag-value" title={tag.value.length > 40 ? safeText(clip(tag.value, 1000)) : undefined}>
      {tag.href === undefined ? shown : <a href={tag.href}>{shown}</a>}
      {address !== undefined && (
        <a
          class="tag-out"
          href={address.href}
          rel="noopener noreferrer nofollow"
          aria-label={`Open ${address.host}`}
        >
          <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
            <path
              d="M4 2H2v8h8V8M6.5 2H10v3.5M10 2L5.5 6.5"
              fill="none"
              stroke="currentColor"
              stroke-width="1.2"
            />
          </svg>
        </a>
      )}
    </span>
  )
}
