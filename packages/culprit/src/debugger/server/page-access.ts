import { debuggerPath } from '../../handlers/error-debugger.ts'
import type { PageAccess } from '../console-protocol.ts'
import type { LiveFailure } from '../store/live-failure.ts'
import type { ClientTrust } from '../trust/client-trust.ts'
import type { Audience } from './audience.ts'

/** Who a page is for. */
export interface PageReader {
  readonly trust: ClientTrust
  readonly audience: Audience
  readonly mount: string
  readonly canEvaluate: boolean
}

/** Returns what a page may do: it has the token only where it is a document on this machine. */
export function pageAccess(
  { secrets }: Pick<LiveFailure, 'secrets'>,
  { trust, audience, mount, canEvaluate }: PageReader,
): PageAccess {
  const base = mount + debuggerPath
  if (!canEvaluate) return { base, locked: 'switched-off' }
  if (trust.kind === 'untrusted') return { base, locked: 'untrusted-host' }
  if (trust.kind === 'local' && audience === 'document') return { base, token: secrets.token.text }
  return { base, locked: 'needs-key' }
}
