import { describe, expect, it, vi } from 'vitest'
import { LogRecord } from '../record.ts'
import { openKoffiEventLog } from './koffi-event-log.ts'
import { NtEventLogHandler } from './nt-event-log-handler.ts'
import type { NtEvent } from './nt-event.ts'

const record = (levelno: number): LogRecord => new LogRecord({ name: 'app', levelno, msg: 'text' })

describe('NtEventLogHandler (with a stand-in for Windows)', () => {
  it.each([
    [10, 'information'],
    [20, 'information'],
    [30, 'warning'],
    [40, 'error'],
    [50, 'error'],
    [35, 'error'],
  ] as const)('FILE-3: level %i is an event of the kind %s', async (levelno, type) => {
    const events: NtEvent[] = []
    const opened: string[] = []
    const handler = new NtEventLogHandler('Shop', {
      platform: 'win32',
      open: (appName, logType) => {
        opened.push(appName, logType)
        return { report: (event) => void events.push(event), close: () => void opened.push('closed') }
      },
    })
    handler.handle(record(levelno))
    await handler.close()
    expect(events).toEqual([{ type, category: 0, messageId: 1, text: 'text' }])
    expect(opened).toEqual(['Shop', 'Application', 'closed'])
  })

  it('elsewhere says so once, and counts', () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const handler = new NtEventLogHandler('Shop', { platform: 'linux' })
    handler.handle(record(40))
    handler.handle(record(40))
    expect(stderr).toHaveBeenCalledTimes(1)
    stderr.mockRestore()
    expect(handler.losses.get('not-windows')).toBe(2)
  })

  it('through koffi calls the wide functions of advapi32', () => {
    const calls: unknown[][] = []
    const func =
      (declaration: string): unknown =>
      (...values: readonly unknown[]) => {
        calls.push([/(\w+)\(/.exec(declaration)?.[1], ...values])
        return true
      }
    const source = openKoffiEventLog('Shop', () => ({
      load: (name: string) => (name === 'advapi32.dll' ? { func } : {}),
    }))
    source?.report({ type: 'error', category: 0, messageId: 1, text: 'a\0b' })
    source?.close()
    expect(calls).toEqual([
      ['RegisterEventSourceW', null, 'Shop'],
      ['ReportEventW', true, 1, 0, 1, null, 1, 0, ['ab'], null],
      ['DeregisterEventSource', true],
    ])
  })

  it('without koffi there is no such source', () => {
    expect(
      openKoffiEventLog('Shop', () => {
        throw new Error('Cannot find module')
      }),
    ).toBeUndefined()
  })
})
