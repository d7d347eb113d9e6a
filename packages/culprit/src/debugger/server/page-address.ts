import { debuggerPath } from '../../handlers/error-debugger.ts'
import type { RequestData } from '../../handlers/request-data.ts'
import type { Client } from '../trust/client-trust.ts'
import { isAddressHost, isTrustedHost } from '../trust/host-trust.ts'

/** A failed request, as far as the address of its page depends on it. */
export interface AddressedRequest {
  readonly data: RequestData
  readonly mount: string
  readonly client: Client
}

/** Returns the address of a failure's page; undefined where the request was sent to a name that is not trusted. */
export function pageAddress(
  id: string,
  { data, mount, client }: AddressedRequest,
  trustedHosts: readonly string[],
): string | undefined {
  const host = client.header('host') ?? client.header(':authority')
  if (host === undefined || !(isTrustedHost(host, trustedHosts) || isAddressHost(host))) return undefined
  const scheme = data.url.startsWith('https:') ? 'https' : 'http'
  return `${scheme}://${host}${mount}${debuggerPath}errors/${id}`
}
