import type { ComponentChildren, VNode } from 'preact'
import type { Assets } from './assets.ts'

/** What every HTML document of ours has, whatever stands in it. */
export interface DocumentProps {
  readonly title: string
  readonly assets: Assets
  /** Names of the islands to load. */
  readonly scripts: readonly string[]
  readonly children: ComponentChildren
}

/** An HTML document: head, style sheet, island scripts, content. No inline script or style ever. */
export function Document(props: DocumentProps): VNode {
  const sources = [...new Set(props.scripts.flatMap((name) => props.assets.scripts(name)))]
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${props.title} · Culprit`}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={props.assets.style} />
        {sources.map((source) => (
          <script type="module" src={source} />
        ))}
      </head>
      <body>{props.children}</body>
    </html>
  )
}
