import { describe, expect, it } from 'vitest'
import { Formatter } from '../formatter.ts'
import { Handler } from '../handler.ts'
import { LogRecord } from '../record.ts'
import { QueueHandler } from './queue-handler.ts'
import { QueueListener } from './queue-listener.ts'
import { RecordQueue } from './record-queue.ts'

class ListHandler extends Handler {
  readonly lines: string[] = []
  emit(record: LogRecord): void {
    this.lines.push(this.format(record))
  }
}
const info = (msg: string, ...args: readonly unknown[]): LogRecord =>
  new LogRecord({ name: 'app', levelno: 20, msg, args })

describe('RecordQueue', () => {
  it('gives records back in order, past its moves to the front', () => {
    const queue = new RecordQueue(5000)
    for (let number = 0; number < 3000; number += 1) queue.put(info(String(number)))
    for (let number = 0; number < 1500; number += 1) expect(queue.take()?.msg).toBe(String(number))
    for (let number = 3000; number < 4000; number += 1) queue.put(info(String(number)))
    for (let number = 1500; number < 4000; number += 1) expect(queue.take()?.msg).toBe(String(number))
    expect(queue.take()).toBeUndefined()
    expect(queue.length).toBe(0)
  })
})

describe('QueueHandler and QueueListener', () => {
  it('prepare makes text of message, arguments and error, and drops them', () => {
    const handler = new QueueHandler(new RecordQueue())
    handler.setFormatter(new Formatter('[%(levelname)s] %(message)s'))
    const record = new LogRecord({
      name: 'app',
      levelno: 40,
      msg: 'bad %s',
      args: ['x'],
      error: new Error('why'),
    })
    const prepared = handler.prepare(record)
    expect(prepared.message).toMatch(/^\[ERROR\] bad x\nError: why/)
    expect(prepared.error).toBeUndefined()
    expect(prepared.args).toEqual([])
    expect(prepared.created).toBe(record.created)
    expect(record.error).toBeInstanceOf(Error)
  })

  it('passes records on in a later turn', async () => {
    const target = new ListHandler()
    const queue = new RecordQueue()
    const handler = new QueueHandler(queue)
    const listener = new QueueListener(queue, [target])
    listener.start()
    for (let line = 0; line < 200; line += 1) handler.handle(info('line %d', line))
    expect(target.lines).toEqual([])
    await handler.flush()
    expect(target.lines).toHaveLength(200)
    expect(target.lines[199]).toBe('line 199')
    await listener.stop()
  })

  it('what an application changes after the call is not seen', async () => {
    const target = new ListHandler()
    const queue = new RecordQueue()
    const value = { state: 'before' }
    new QueueHandler(queue).handle(info('%j', value))
    value.state = 'after'
    await using listener = new QueueListener(queue, [target])
    listener.start()
    await listener.stop()
    expect(target.lines).toEqual(['{"state":"before"}'])
  })

  it('stop passes on what is queued, and may be called twice', async () => {
    const target = new ListHandler()
    const queue = new RecordQueue()
    const listener = new QueueListener(queue, [target])
    listener.start()
    new QueueHandler(queue).handle(info('last'))
    await listener.stop()
    await listener.stop()
    expect(target.lines).toEqual(['last'])
  })

  it('a second start is refused, one after stop is not', async () => {
    const listener = new QueueListener(new RecordQueue(), [])
    listener.start()
    expect(() => listener.start()).toThrow(/started already/)
    await listener.stop()
    listener.start()
    await listener.stop()
  })

  it('handler levels count only when asked to', async () => {
    for (const respectHandlerLevel of [false, true]) {
      const target = new ListHandler()
      target.setLevel('ERROR')
      const queue = new RecordQueue()
      const listener = new QueueListener(queue, [target], { respectHandlerLevel })
      listener.start()
      new QueueHandler(queue).handle(info('quiet'))
      await listener.stop()
      expect(target.lines).toEqual(respectHandlerLevel ? [] : ['quiet'])
    }
  })

  it('a full queue loses records and counts them', async () => {
    const handler = new QueueHandler(new RecordQueue(2))
    for (const text of ['a', 'b', 'c']) handler.handle(info(text))
    expect(handler.losses.get('queue-full')).toBe(1)
    // Nobody listens, so there is nothing to wait for.
    await handler.flush()
  })
})
