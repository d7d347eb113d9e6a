import type { BatchDecoder } from './decode-batch.ts'
import type { DecoderJob, DecoderMessage } from './decoder-port.ts'
import type { Clock } from '../domain/instant.ts'

export interface ServeDecoderDeps {
  readonly decoder: BatchDecoder
  /** Sends an answer to the dispatcher; buffers in `transfer` may be moved instead of copied. */
  readonly post: (message: DecoderMessage, transfer: readonly ArrayBuffer[]) => void
  readonly clock?: Clock | undefined
}

/** While a job runs, the dispatcher hears of it at least this often (between two entries). */
const progressEveryMs = 1000

/** Returns the function that does one job and answers it: what a decoder's thread calls on every message. */
export function serveDecoder({
  decoder,
  post,
  clock = Date.now,
}: ServeDecoderDeps): (job: DecoderJob) => void {
  return ({ id, lane, range, attributes }) => {
    let heard = clock()
    const progress = (): void => {
      const now = clock()
      if (now - heard < progressEveryMs) return
      heard = now
      post({ kind: 'progress', job: id }, [])
    }
    try {
      const claim = decoder.claim(lane, range)
      post({ kind: 'claimed', job: id, next: claim.next, entries: claim.entries }, [])
      const { batch, transfer } = claim.decode({ onProgress: progress, attributes })
      post({ kind: 'decoded', job: id, batch, skipped: claim.skipped }, transfer)
    } catch (error) {
      post(
        {
          kind: 'failed',
          job: id,
          error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        },
        [],
      )
    }
  }
}
