import {
  describeAlerts,
  createTempDir,
  describeCommands,
  describeDestinations,
  describeDigestStore,
  describeOutboxStore,
  describePeople,
  describeReadModels,
  describeSessions,
  type StoreHarness,
} from '@culprit/testkit'
import { encodeBlock } from '../../encoding/payload-block.ts'
import { openReader } from './open-reader.ts'
import { openWriter } from './open-writer.ts'

async function open({ now }: { readonly now: number }): Promise<StoreHarness> {
  const temp = await createTempDir()
  const clock = (): number => now
  const writer = await openWriter({ dataDir: temp.path, clock })
  let keys = 0
  await writer.provision({ now, newKey: () => String(++keys).padStart(32, '0') })
  const reader = openReader({ dataDir: temp.path, clock })
  return {
    digest: writer.digest,
    outbox: writer.outbox,
    alerts: writer.alerts,
    windows: reader.windows,
    destinations: writer.destinations,
    commands: writer.commands,
    reads: reader.reads,
    encodeBlock,
    async close() {
      reader.close()
      await writer.close()
      await temp.remove()
    },
  }
}

describeDigestStore('sqlite', open)
describeOutboxStore('sqlite', open)
describeAlerts('sqlite', open)
describeCommands('sqlite', open)
describeDestinations('sqlite', open)
describePeople('sqlite', open)
describeReadModels('sqlite', open)
describeSessions('sqlite', open)
