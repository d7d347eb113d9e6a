import { parentPort, workerData } from 'node:worker_threads'
import { createBatchDecoder } from '../digest/decode-batch.ts'
import type { DecoderJob } from '../digest/decoder-port.ts'
import { serveDecoder } from '../digest/serve-decoder.ts'
import { dataDirAt } from '../engines/filesystem/data-dir.ts'
import { createSpoolReader } from '../engines/filesystem/spool-reader.ts'
import type { DecoderStart } from './messages.ts'

/** A decoder's thread: one job a message; `stop` ends it between two jobs, never inside one. */
function run(port: NonNullable<typeof parentPort>, { dataDir, storeAttachments }: DecoderStart): void {
  const reader = createSpoolReader({ dir: dataDirAt(dataDir).spool })
  const work = serveDecoder({
    decoder: createBatchDecoder({ reader, storeAttachments }),
    post: (message, transfer) => {
      port.postMessage(message, [...transfer])
    },
  })
  port.on('message', (message: DecoderJob | 'stop') => {
    if (message !== 'stop') {
      work(message)
      return
    }
    reader.close()
    port.close()
  })
}

// `parentPort` is null only when the file is run by hand, which has no meaning.
if (parentPort) run(parentPort, workerData as DecoderStart)
