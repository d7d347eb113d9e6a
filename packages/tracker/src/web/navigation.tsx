import type { VNode } from 'preact'
import type { PageContext } from './context.ts'
import { Icon, type IconName } from './icon.tsx'

/** Which entry of the navigation a page belongs to. */
export type NavigationKey = 'issues' | 'alerts' | 'connect' | 'usage' | 'account'

interface NavigationEntry {
  readonly key: NavigationKey & IconName
  readonly text: string
  readonly href: string
}

const entries: readonly NavigationEntry[] = [
  { key: 'issues', text: 'Issues', href: '/issues' },
  { key: 'alerts', text: 'Alerts', href: '/alerts' },
  { key: 'connect', text: 'Connect', href: '/connect' },
  { key: 'usage', text: 'Usage', href: '/usage' },
  { key: 'account', text: 'Account', href: '/account' },
]

/** The navigation: a rail at the left, icons only on middle widths, a bar at the bottom of narrow screens. */
export function NavigationRail({
  ctx,
  active,
}: {
  readonly ctx: PageContext
  readonly active: NavigationKey
}): VNode {
  return (
    <nav class="rail" aria-label="Main">
      <a class="brand" href="/issues">
        <span class="brand-mark" aria-hidden="true" />
        <span class="brand-name">Culprit</span>
      </a>
      <div class="rail-links">
        {entries.map((entry) => (
          <a
            class="rail-link"
            href={entry.href}
            key={entry.key}
            aria-current={entry.key === active ? 'page' : undefined}
          >
            <Icon name={entry.key} />
            <span class="rail-text">{entry.text}</span>
          </a>
        ))}
      </div>
      <div class="rail-foot">
        <p class="live-state" id="live-state" hidden>
          <span class="live-dot" aria-hidden="true" />
          <span class="live-text">live</span>
        </p>
        <form method="post" action="/sign-out">
          <input type="hidden" name="csrf" value={ctx.csrf} />
          <button class="button quiet" type="submit">
            Sign out
          </button>
        </form>
      </div>
    </nav>
  )
}
