import { promisify } from 'node:util'
import log4js from 'log4js'
import type { OpenContestant } from '../contestant.ts'

/** log4js's file appenders, asynchronous or not; its basic layout is the fastest, a location needs the pattern one. */
export const open: OpenContestant = ({ kind, path }) => {
  const type = !kind.endsWith('buffered') ? 'fileSync' : 'file'
  const layout = kind === 'location' ? { type: 'pattern', pattern: '%f:%l %d %p %c: %m' } : { type: 'basic' }
  log4js.configure({
    appenders: { file: { type, filename: path, layout } },
    categories: { default: { appenders: ['file'], level: 'info', enableCallStack: kind === 'location' } },
  })
  const logger = log4js.getLogger('shop.cart')
  const log =
    kind === 'disabled'
      ? (id: string) => logger.debug('order %s placed', id)
      : (id: string) => logger.info('order %s placed', id)
  return { log, close: promisify(log4js.shutdown) }
}
