import type { ComponentChildren, VNode } from 'preact'
import type { Assets } from './assets.ts'
import { Document } from './document.tsx'

/** What a page outside the shell is made from. */
export interface BarePageProps {
  readonly title: string
  readonly assets: Assets
  readonly children: ComponentChildren
}

/** A page with one card in its middle: signing in, setting up, and errors before anybody is signed in. */
export function BarePage({ title, assets, children }: BarePageProps): VNode {
  return (
    <Document title={title} assets={assets} scripts={[]}>
      <main id="content" class="bare">
        <p class="brand">
          <span class="brand-mark" aria-hidden="true" />
          <span class="brand-name">Culprit</span>
        </p>
        <section class="card bare-card">
          <h1>{title}</h1>
          {children}
        </section>
      </main>
    </Document>
  )
}
