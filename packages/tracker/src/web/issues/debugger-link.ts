import { type EventView, webAddress } from '@culprit/view'

const loopback = /^(?:localhost|[a-z\d.-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/

/**
 * Returns the address of the debugger's page of an event: the tag `debugger.url` that an application sends while it is
 * debugged. Tags come from strangers, so it is a link only in development, to this machine itself, and to the path that
 * the debugger has; undefined otherwise.
 */
export function debuggerLink({
  environment,
  tags,
}: Pick<EventView, 'environment' | 'tags'>): string | undefined {
  if (environment !== 'development') return undefined
  const address = webAddress(tags.find(({ key }) => key === 'debugger.url')?.value ?? '')
  if (address === undefined || !loopback.test(address.host)) return undefined
  return /\/-\/culprit\/errors\/[\da-f]{32}$/.test(address.href) ? address.href : undefined
}
