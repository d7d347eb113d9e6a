import type { SentSdk } from '@culprit/wire'

/** Who makes the events, as they tell. The version is the package's. */
export const sdk: SentSdk = {
  name: 'culprit.node',
  version: '0.1.0',
  packages: [{ name: 'npm:culprit', version: '0.1.0' }],
}
