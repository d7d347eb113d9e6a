import type { ComponentChildren, VNode } from 'preact'
import type { PageContext } from './context.ts'
import { Document } from './document.tsx'
import { NavigationRail, type NavigationKey } from './navigation.tsx'

/** What a page of the shell is made from. */
export interface PageProps {
  readonly ctx: PageContext
  /** In the browser's tab, before `· Culprit`. */
  readonly title: string
  /** Shown as the page's one `<h1>` in the top bar; absent when the content brings its own. */
  readonly heading?: string | undefined
  /** Right of the heading. */
  readonly actions?: ComponentChildren
  readonly active: NavigationKey
  /** Names of the islands to load besides the shell's own. */
  readonly scripts?: readonly string[] | undefined
  readonly children: ComponentChildren
}

/** A signed-in page: skip link, navigation, banners, content. */
export function Page(props: PageProps): VNode {
  const { ctx } = props
  return (
    <Document title={props.title} assets={ctx.deps.assets} scripts={['shell', ...(props.scripts ?? [])]}>
      <a class="skip-link" href="#content">
        Skip to content
      </a>
      <div class="shell">
        <NavigationRail ctx={ctx} active={props.active} />
        <div class="shell-main">
          {props.heading !== undefined && (
            <header class="topbar">
              <h1 class="topbar-title">{props.heading}</h1>
              {props.actions !== undefined && <div class="topbar-actions">{props.actions}</div>}
            </header>
          )}
          <Banners ctx={ctx} />
          <main id="content" class="content" tabindex={-1}>
            {props.children}
          </main>
        </div>
      </div>
    </Document>
  )
}

function Banners({ ctx }: { readonly ctx: PageContext }): VNode | null {
  if (ctx.banners.length === 0) return null
  return (
    <aside class="banners" aria-label="Notices">
      {ctx.banners.map((banner) => (
        <p class="banner" key={banner.id}>
          <span>{banner.text}</span>
          {banner.link && <a href={banner.link.href}>{banner.link.text}</a>}
        </p>
      ))}
    </aside>
  )
}
