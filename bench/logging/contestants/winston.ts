import { once } from 'node:events'
import winston from 'winston'
import type { OpenContestant } from '../contestant.ts'

const { combine, json, printf, splat, timestamp } = winston.format

/** winston's file transport, which is always asynchronous; `timestamp()` without a format is its fastest. */
export const open: OpenContestant = ({ kind, path }) => {
  const transport = new winston.transports.File({ filename: path })
  const text = printf((info) => [info['timestamp'], info.level, info['label'], info.message].join(' '))
  const logger = winston.createLogger({
    level: 'info',
    format: combine(splat(), timestamp(), kind.startsWith('json') ? json() : text),
    defaultMeta: { label: 'shop.cart' },
    transports: [transport],
  })
  const log =
    kind === 'disabled'
      ? (id: string) => logger.debug('order %s placed', id)
      : kind.startsWith('json')
        ? (id: string) => logger.info('order %s placed', id, { items: 3 })
        : (id: string) => logger.info('order %s placed', id)
  const close = async (): Promise<void> => {
    const finished = once(transport, 'finish')
    logger.end()
    await finished
  }
  return { log, close }
}
