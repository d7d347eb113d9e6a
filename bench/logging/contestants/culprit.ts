import { FileHandler, Formatter, JsonFormatter, LogManager } from 'culprit/logging'
import type { OpenContestant } from '../contestant.ts'

/** `FileHandler` as it is by default, or with `sync: true`; the manual's format, the location in front of it. */
export const open: OpenContestant = ({ kind, path }) => {
  const format = '%(asctime)s %(levelname)s %(name)s: %(message)s'
  const formatter = kind.startsWith('json')
    ? new JsonFormatter()
    : new Formatter(kind === 'location' ? `%(pathname)s:%(lineno)d ${format}` : format)
  const sync = !kind.endsWith('buffered')
  const manager = new LogManager()
  const logger = manager.getLogger('shop.cart')
  logger.setLevel('INFO')
  logger.addHandler(new FileHandler(path, { formatter, sync }))
  const log =
    kind === 'disabled'
      ? (id: string) => logger.debug('order %s placed', id)
      : kind.startsWith('json')
        ? (id: string) => logger.info('order %s placed', id, { items: 3 })
        : (id: string) => logger.info('order %s placed', id)
  return { log, close: () => manager.shutdown() }
}
