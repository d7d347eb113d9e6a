import { destinationState, type Destination, type DestinationState } from '../domain/destination.ts'
import type { UserView } from '../ports/read-models.ts'
import type { Banner } from './banner.ts'
import type { WebConfig } from './web-deps.ts'

/** What decides which banners stand on a page. */
export interface BannerFacts {
  readonly user: UserView
  readonly config: WebConfig
  /** Where alerts go. */
  readonly destinations: readonly Pick<Destination, 'id' | 'name' | 'health'>[]
  /** `Host` header of the request. */
  readonly host: string | null
}

/** Returns what the owner should put right, most pressing first. */
export function bannersFor({ user, config, destinations, host }: BannerFacts): readonly Banner[] {
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
  const troubled = destinations.filter(({ health }) => isTroubled(destinationState(health)))
  if (troubled.length > 0) banners.push(destinationBanner(troubled))
  return banners
}

function isTroubled(state: DestinationState): boolean {
  return state === 'failing' || state === 'disabled'
}

function destinationBanner(troubled: BannerFacts['destinations']): Banner {
  const [first] = troubled
  if (troubled.length > 1 || first === undefined) {
    const names = troubled.map(({ name }) => name)
    const shown = names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names
    return {
      id: 'destinations',
      text: `${troubled.length} destinations do not get their alerts: ${shown.join(', ')}.`,
      link: { href: '/alerts/destinations', text: 'See why' },
    }
  }
  const { id, name, health } = first
  const problem = health.lastProblem === undefined ? '' : ` ${health.lastProblem}.`
  return {
    id: 'destinations',
    text:
      health.disabledAt === undefined
        ? `Alerts do not reach ${name}.${problem}`
        : `${name} is switched off and gets no alerts.${problem}`,
    link: { href: `/alerts/destinations/${id}`, text: 'See what was answered' },
  }
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
