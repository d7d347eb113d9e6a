import type { ComponentChildren, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { pageAssets } from './page-assets.ts'
import { pageDataId, pageJson, type PageData } from './page-data.ts'

/** A document of the debugger before it is text. */
export interface PageDocument {
  /** Text of the title, one line. */
  readonly title: string
  /** `<meta name content>` for scripts outside. */
  readonly metas: Readonly<Record<string, string>>
  readonly data: PageData
  readonly body: ComponentChildren
  /** Plain text that is repeated in a comment at the end, for those who read the source. */
  readonly comment?: string | undefined
}

/**
 * Returns a whole HTML document: style and script stand in it, nothing is loaded. The script comes first, so that the
 * chosen theme is there before the first paint; it waits for the document before it does the rest.
 */
export function toDocument({ title, metas, data, body, comment }: PageDocument): string {
  const { style, script } = pageAssets()
  const head: VNode = (
    <>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <meta name="referrer" content="no-referrer" />
      {Object.entries(metas).map(([name, content]) => (
        <meta key={name} name={name} content={content} />
      ))}
      <title>{title}</title>
      <link rel="icon" href={icon} />
    </>
  )
  const parts = [
    '<!doctype html><html lang="en"><head>',
    renderToString(head),
    // Both were built by us and checked to hold no end tag; the rest of the page goes through Preact.
    `<style>${style}</style><script>${script}</script></head><body>`,
    renderToString(<>{body}</>),
    `<script type="application/json" id="${pageDataId}">${pageJson(data)}</script></body></html>`,
    comment === undefined ? '' : `\n<!--\n${commentText(comment)}\n-->\n`,
  ]
  return parts.join('')
}

/** HTM-10: runs of hyphens become one, so that nothing in the text closes the comment. */
function commentText(text: string): string {
  return text.replace(/-{2,}/g, '-')
}

const icon =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='8' cy='8' r='6' fill='%23b8231a'/></svg>"
