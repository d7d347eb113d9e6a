import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createExitFlush, exitFlush, type ExitingProcess } from './exit-flush.ts'

/** A process that notes which signals it raised against itself. */
function fakeProcess(): { host: ExitingProcess; events: EventEmitter; raised: string[] } {
  const events = new EventEmitter()
  const raised: string[] = []
  const kill = (_pid: number, signal: string): boolean => raised.push(signal) > 0
  const host = Object.assign(events, { pid: 1, kill })
  // The emitter has the members that the hook uses; their types in Node name every event.
  return { host: host as unknown as ExitingProcess, events, raised }
}

describe('the exit hook', () => {
  it('is one for the whole process', () => {
    expect(exitFlush()).toBe(exitFlush())
  })

  it.each(['exit', 'beforeExit', 'uncaughtExceptionMonitor', 'SIGTERM', 'SIGINT'])(
    'flushes at %s',
    (event) => {
      const { host, events } = fakeProcess()
      let flushed = 0
      createExitFlush(host).add({ flushSync: () => (flushed += 1) })
      events.emit(event, event)
      expect(flushed).toBe(1)
    },
  )

  it('raises a signal again when nobody else listens', () => {
    const { host, events, raised } = fakeProcess()
    createExitFlush(host).add({ flushSync: () => undefined })
    events.emit('SIGTERM', 'SIGTERM')
    expect(raised).toEqual(['SIGTERM'])
    expect(events.listenerCount('SIGTERM')).toBe(0)
  })

  it('leaves the end to another listener', () => {
    const { host, events, raised } = fakeProcess()
    events.on('SIGINT', () => undefined)
    createExitFlush(host).add({ flushSync: () => undefined })
    events.emit('SIGINT', 'SIGINT')
    expect(raised).toEqual([])
  })

  it('leaves the end to a listener that was added by once before', () => {
    const { host, events, raised } = fakeProcess()
    events.once('SIGTERM', () => undefined)
    createExitFlush(host).add({ flushSync: () => undefined })
    events.emit('SIGTERM', 'SIGTERM')
    expect(raised).toEqual([])
    // It ended its work and raises the signal for its default effect: now nobody else listens.
    events.emit('SIGTERM', 'SIGTERM')
    expect(raised).toEqual(['SIGTERM'])
  })

  it('listens only while it has targets', () => {
    const { host, events } = fakeProcess()
    const hook = createExitFlush(host)
    expect(events.eventNames()).toEqual([])
    const first = hook.add({ flushSync: () => undefined })
    const second = hook.add({ flushSync: () => undefined })
    expect(events.listenerCount('exit')).toBe(1)
    first()
    first()
    expect(events.listenerCount('exit')).toBe(1)
    second()
    expect(events.eventNames()).toEqual([])
  })

  it('says that the process is exiting from exit on', () => {
    const { host, events } = fakeProcess()
    const hook = createExitFlush(host)
    hook.add({ flushSync: () => undefined })
    events.emit('beforeExit')
    expect(hook.exiting).toBe(false)
    events.emit('exit')
    expect(hook.exiting).toBe(true)
  })
})
