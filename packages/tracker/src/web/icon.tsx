import type { VNode } from 'preact'

/** Names of the icons that pages draw. */
export type IconName = 'issues' | 'alerts' | 'connect' | 'usage' | 'account' | 'copy'

const paths: Readonly<Record<IconName, string>> = {
  issues: 'M8 2.2 14.4 13.3H1.6ZM8 6.3v3.4M8 11.4v.2',
  alerts: 'M3.6 11.2h8.8c-1-1-1.3-2.2-1.3-4a3.1 3.1 0 0 0-6.2 0c0 1.8-.3 3-1.3 4ZM6.7 13.4h2.6',
  connect:
    'M6.2 9.8 9.8 6.2M7 4.6l1.5-1.5a2.9 2.9 0 0 1 4.1 4.1L11.2 8.7M9 11.4l-1.5 1.5a2.9 2.9 0 0 1-4.1-4.1L4.8 7.3',
  usage: 'M2.5 13.5h11M4 11V8.2M8 11V3.5M12 11V6',
  account: 'M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8ZM3 13.6c.5-2.3 2.5-3.4 5-3.4s4.5 1.1 5 3.4',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
}

/** An icon of 16 by 16 drawn in the colour of the text. Decorative: its meaning always stands beside it as text. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg class="icon" width="16" height="16" viewBox="0 0 16 16" fill="none" aria-hidden="true">
      <path
        d={paths[name]}
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
