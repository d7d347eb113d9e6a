import { once } from 'node:events'
import { promisify } from 'node:util'
import pino from 'pino'
import type { OpenContestant } from '../contestant.ts'

/**
 * pino writes JSON, also where others write text: a text line needs another process or thread after it. Variants:
 * `sync`; `async` (`sync: false`), `async 4096` (with `minLength: 4096`, as its page on asynchronous logging has
 * it), `worker` (its own file transport).
 */
export const open: OpenContestant = ({ kind, path, variant }) => {
  const destination =
    variant === 'worker'
      ? pino.transport({ target: 'pino/file', options: { destination: path } })
      : pino.destination({
          dest: path,
          sync: variant === 'sync',
          ...(variant === 'async 4096' && { minLength: 4096 }),
        })
  const logger = pino({ name: 'shop.cart', level: 'info' }, destination)
  const log =
    kind === 'disabled'
      ? (id: string) => logger.debug('order %s placed', id)
      : kind.startsWith('json')
        ? (id: string) => logger.info({ items: 3 }, 'order %s placed', id)
        : (id: string) => logger.info('order %s placed', id)
  const close = async (): Promise<void> => {
    await promisify(logger.flush.bind(logger))()
    const closed = once(destination, 'close')
    destination.end()
    await closed
  }
  return { log, close }
}
