import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { LogManager } from '../manager.ts'
import { LogRecord } from '../record.ts'
import { captureWarnings } from './capture-warnings.ts'

/** Stands for the listener with which Node prints warnings, which a test runner may have taken away. */
function onWarning(): void {
  // Would print.
}

const managers: LogManager[] = []

afterEach(() => {
  for (const manager of managers.splice(0)) captureWarnings(false, { manager })
  process.removeListener('warning', onWarning)
})

function setUp(): { readonly manager: LogManager; readonly records: LogRecord[] } {
  const manager = new LogManager({ stderr: () => undefined })
  managers.push(manager)
  const records: LogRecord[] = []
  manager.recordFactory = (init) => {
    const record = new LogRecord(init)
    records.push(record)
    return record
  }
  return { manager, records }
}

describe('captureWarnings()', () => {
  it('sends warnings to node.warnings, however often it is asked', async () => {
    const { manager, records } = setUp()
    captureWarnings(true, { manager })
    captureWarnings(true, { manager })
    process.emitWarning('50% is old', { type: 'DeprecationWarning', code: 'SHOP001' })
    await setImmediate()
    expect(records.map(({ name, levelname, message }) => [name, levelname, message])).toEqual([
      ['node.warnings', 'WARNING', '[SHOP001] DeprecationWarning: 50% is old'],
    ])
    expect(records[0]?.error).toBeInstanceOf(Error)
  })

  it('takes the place of what Node prints, until it is put back', () => {
    const { manager } = setUp()
    process.on('warning', onWarning)
    captureWarnings(true, { manager })
    expect(process.listeners('warning')).not.toContain(onWarning)
    captureWarnings(false, { manager })
    captureWarnings(false, { manager })
    expect(process.listeners('warning').filter((listener) => listener === onWarning)).toHaveLength(1)
  })

  it('puts printing back only when the last manager stops', () => {
    const [one, other] = [setUp(), setUp()]
    process.on('warning', onWarning)
    captureWarnings(true, { manager: one.manager })
    captureWarnings(true, { manager: other.manager })
    captureWarnings(false, { manager: one.manager })
    expect(process.listeners('warning')).not.toContain(onWarning)
    captureWarnings(false, { manager: other.manager })
    expect(process.listeners('warning')).toContain(onWarning)
  })
})
