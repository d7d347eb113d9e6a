import type { UserView } from '../ports/read-models.ts'
import type { Banner } from './banner.ts'
import type { WebConfig } from './web-deps.ts'

/** What decides which banners stand on a page. */
export interface BannerFacts {
  readonly user: UserView
  readonly config: WebConfig
  /** `Host` header of the request. */
  readonly host: string | null
}

/** Returns what the owner should put right, most pressing first. */
export function bannersFor({ user, config, host }: BannerFacts): readonly Banner[] {
  const banners: Banner[] = []
  if (host !== null && !isSamePlace(host, new URL(config.baseUrl))) {
    banners.push({
      id: 'other-origin',
      text: `You opened this as ${host.slice(0, 100)}, but DSNs and links in mails say ${config.baseUrl}. If others cannot reach that, start with CULPRIT_BASE_URL set to the address they use.`,
    })
  }
  if (user.passwordHash === undefined) {
    banners.push({
      id: 'no-password',
      text: 'You have no password yet: when this session ends, only a restart prints a new sign-in link.',
      link: { href: '/account', text: 'Set a password' },
    })
  }
  if (config.mail === 'off') {
    banners.push({
      id: 'mail-off',
      text: 'Mail is off: new issues are shown here only. Start with CULPRIT_SMTP_URL to be told of them.',
      link: { href: '/usage#deliveries', text: 'See what was held' },
    })
  } else if (user.email === undefined) {
    banners.push({
      id: 'no-email',
      text: 'You have no e-mail address here, so nobody is told of new issues.',
      link: { href: '/account', text: 'Set an address' },
    })
  }
  return banners
}

/** `localhost`, `127.0.0.1` and `[::1]` on one port are one place. */
function isSamePlace(host: string, base: URL): boolean {
  if (host.toLowerCase() === base.host) return true
  if (!URL.canParse(`${base.protocol}//${host}`)) return false
  const asked = new URL(`${base.protocol}//${host}`)
  return isLoopbackName(asked.hostname) && isLoopbackName(base.hostname) && asked.port === base.port
}

function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || name.startsWith('127.')
}
