import { debuggerPath } from '../../handlers/error-debugger.ts'
import type { RequestData } from '../../handlers/request-data.ts'
import type { RequestFacts } from '../../handlers/request-facts.ts'
import type { Client } from '../trust/client-trust.ts'
import { isAddressHost, isTrustedHost } from '../trust/host-trust.ts'

/** A failed request, as far as the answer to it depends on who sent it where. */
export interface AddressedRequest {
  readonly data: RequestData
  /** Where the application is mounted in another one: empty, or `/shop`. */
  readonly mount: string
  readonly client: Client
}

/** Reads what a request tells of itself. Never throws. */
export function addressedRequest(request: RequestFacts): AddressedRequest {
  const data = requestData(request)
  return {
    data,
    mount: request.mount ?? '',
    client: {
      header: (name) => headerOf(data.headers, name) ?? (name === 'host' ? hostOf(data.url) : undefined),
      remoteAddress: data.remoteAddress,
    },
  }
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

/** What the framework knows of it; where that fails, method and path alone. */
function requestData({ data, method, path }: RequestFacts): RequestData {
  try {
    const found = data?.()
    if (found !== undefined) return found
  } catch {
    // A getter of the application.
  }
  return { method, url: path, headers: {} }
}

function headerOf(headers: RequestData['headers'], name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : value?.[0]
}

/** Web-standard requests may come without the header, of which their URL is made. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}
