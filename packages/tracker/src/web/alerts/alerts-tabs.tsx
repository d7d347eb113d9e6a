import type { VNode } from 'preact'

const tabs = [
  { key: 'rules', name: 'Rules', href: '/alerts' },
  { key: 'destinations', name: 'Destinations', href: '/alerts/destinations' },
  { key: 'people', name: 'People', href: '/alerts/people' },
  { key: 'ownership', name: 'Ownership', href: '/alerts/ownership' },
] as const

export interface AlertsTabsProps {
  readonly active: (typeof tabs)[number]['key']
}

/** The parts of the alert pages: when to tell, where, whom, and who owns what. */
export function AlertsTabs({ active }: AlertsTabsProps): VNode {
  return (
    <div class="tabs-row">
      <nav class="tabs" aria-label="Alerts">
        {tabs.map(({ key, name, href }) => (
          <a key={key} href={href} aria-current={key === active ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
    </div>
  )
}
