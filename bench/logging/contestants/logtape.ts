import { closeSync, createWriteStream, openSync, writeSync } from 'node:fs'
import { Writable } from 'node:stream'
import {
  configure,
  dispose,
  getJsonLinesFormatter,
  getLogger,
  getStreamSink,
  getTextFormatter,
  type Sink,
  type TextFormatter,
} from '@logtape/logtape'
import type { OpenContestant } from '../contestant.ts'

/**
 * LogTape's core with its own formatters. Synchronous lines by a sink of one `writeSync`; those that may wait by its
 * stream sink as it comes, since the cheaper non-blocking one dropped lines at this rate. Its file sink is another
 * package, which syncs the disk at each flush.
 */
export const open: OpenContestant = async ({ kind, path }) => {
  const formatter = kind.startsWith('json') ? getJsonLinesFormatter() : getTextFormatter()
  const sink = kind.endsWith('buffered')
    ? getStreamSink(Writable.toWeb(createWriteStream(path)), { formatter })
    : fileSink(path, formatter)
  await configure({
    sinks: { file: sink },
    loggers: [
      { category: ['shop', 'cart'], sinks: ['file'], lowestLevel: 'info' },
      { category: ['logtape', 'meta'], sinks: [] },
    ],
  })
  const logger = getLogger(['shop', 'cart'])
  const log =
    kind === 'disabled'
      ? (id: string) => logger.debug('order {id} placed', { id })
      : kind.startsWith('json')
        ? (id: string) => logger.info('order {id} placed', { id, items: 3 })
        : (id: string) => logger.info('order {id} placed', { id })
  return { log, close: dispose }
}

function fileSink(path: string, formatter: TextFormatter): Sink & Disposable {
  const descriptor = openSync(path, 'a')
  const sink: Sink = (record) => {
    writeSync(descriptor, formatter(record))
  }
  return Object.assign(sink, { [Symbol.dispose]: () => closeSync(descriptor) })
}
