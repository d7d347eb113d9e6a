import { samplePayload, sampleFingerprint } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import type { ExceptionValue, StackFrame, StoredEvent } from '../../domain/event.ts'
import { traceOf } from './trace-of.ts'

const frame: StackFrame = {
  function: 'total',
  filename: '/srv/app/src/cart.ts',
  line: 3,
  column: 9,
  inApp: true,
  pre: ['a', 'b'],
  text: 'c',
  post: ['d'],
  vars: { x: 1 },
}
const event = (part: Partial<StoredEvent>): StoredEvent => ({
  ...samplePayload(sampleFingerprint(1)),
  exceptions: [],
  ...part,
})
const exception = (part: Partial<ExceptionValue>): ExceptionValue => ({ type: 'Error', value: 'x', ...part })

describe('traceOf()', () => {
  it('puts the raised exception first, and tells causes from members of an aggregate', () => {
    const trace = traceOf(
      event({
        exceptions: [
          exception({ value: 'member', mechanism: { type: 'chained', source: 'errors[0]' } }),
          exception({ value: 'cause', mechanism: { type: 'chained', source: 'cause' } }),
          exception({ value: 'raised', mechanism: { type: 'onerror', handled: false } }),
        ],
      }),
    )
    expect(trace?.exceptions.map(({ value, relation }) => [value, relation])).toEqual([
      ['raised', 'raised'],
      ['cause', 'cause'],
      ['member', 'aggregate'],
    ])
    expect(trace?.exceptions[0]).toMatchObject({ handled: false, mechanism: 'onerror' })
    expect(trace?.exceptions[1]?.mechanism).toBeUndefined()
  })

  it('numbers the source lines around the current one and keeps locals', () => {
    const shown = traceOf(event({ exceptions: [exception({ stack: { frames: [frame], framesCut: 4 } })] }))
      ?.exceptions[0]
    expect(shown?.framesCut).toBe(4)
    expect(shown?.frames[0]?.context).toEqual([
      { line: 1, text: 'a', current: false },
      { line: 2, text: 'b', current: false },
      { line: 3, text: 'c', current: true },
      { line: 4, text: 'd', current: false },
    ])
    expect(shown?.frames[0]).toMatchObject({
      path: 'src/cart.ts',
      absPath: '/srv/app/src/cart.ts',
      locals: { x: 1 },
    })
  })

  it('takes the stack attached to a message, else that of the crashed thread', () => {
    const stack = { frames: [frame] }
    expect(traceOf(event({ stack, message: { formatted: 'hello' } }))?.exceptions[0]).toMatchObject({
      type: 'Message',
      value: 'hello',
    })
    const threads = [{ stack: { frames: [] } }, { crashed: true, stack }]
    expect(traceOf(event({ threads }))?.exceptions[0]?.frames).toHaveLength(1)
  })

  it('is undefined where there is neither exception nor stack', () => {
    expect(traceOf(event({ message: { formatted: 'hello' } }))).toBeUndefined()
  })

  it('says at the throw why there are no local variables, where the SDK has told', () => {
    const { vars: _vars, ...plain } = frame
    const library = { ...plain, inApp: false }
    const notesWith = (status: unknown, frames: readonly StackFrame[]): readonly unknown[] => {
      const contexts = { local_variables: { status } } as StoredEvent['contexts']
      const trace = traceOf(event({ contexts, exceptions: [exception({ stack: { frames } })] }))
      return trace?.exceptions[0]?.frames.map(({ note }) => note) ?? []
    }
    const spent = expect.stringContaining('No local variables: the share of time')
    expect(notesWith('skipped: budget', [plain, plain, library])).toEqual([undefined, spent, undefined])
    expect(notesWith('unavailable: it was stopped', [plain])).toEqual([
      'No local variables: unavailable: it was stopped.',
    ])
    expect(notesWith('captured', [plain])).toEqual([undefined])
    expect(notesWith('skipped: budget', [frame, plain])).toEqual([undefined, undefined])
    expect(notesWith(7, [plain])).toEqual([undefined])
  })
})
