import { describe, expect, it } from 'vitest'
import type { SentEvent } from '@culprit/wire'
import { fitEvent } from './fit-event.ts'

const long = 'x'.repeat(1000)
const event: SentEvent = {
  event_id: 'a'.repeat(32),
  tags: { kept: 'yes' },
  modules: { one: long },
  breadcrumbs: { values: [{ message: long }] },
  extra: { one: long },
  request: { url: 'http://shop.test/', data: long, headers: { one: long } },
  contexts: { app: { one: long } },
  exception: {
    values: [
      {
        type: 'Error',
        value: 'kept',
        stacktrace: {
          frames: [
            { function: 'kept', lineno: 1, pre_context: [long], context_line: 'kept', vars: { one: long } },
          ],
        },
      },
    ],
  },
}

function fitted(maxBytes: number): SentEvent | undefined {
  const fit = fitEvent(event, maxBytes)
  if (fit === undefined) return undefined
  expect(fit.payload.byteLength).toBeLessThanOrEqual(maxBytes)
  return JSON.parse(new TextDecoder().decode(fit.payload))
}

describe('fitEvent()', () => {
  it('leaves an event that fits as it is', () => {
    expect(fitted(100_000)).toEqual(event)
  })

  it.each([
    [8000, ['modules']],
    [7000, ['modules', 'breadcrumbs']],
    [5000, ['modules', 'breadcrumbs', 'extra', 'request.data']],
    [3000, ['modules', 'breadcrumbs', 'extra', 'request.data', 'vars', 'contexts']],
  ])('in %i bytes it leaves out %o', (maxBytes, left) => {
    const small = fitted(maxBytes)
    expect(small?.extra?.['left_out']).toEqual(left)
    expect(small?.tags).toEqual({ kept: 'yes' })
  })

  it('keeps exceptions and places to the last', () => {
    const small = fitted(1000)
    expect(small?.exception).toMatchObject({
      values: [
        { value: 'kept', stacktrace: { frames: [{ function: 'kept', lineno: 1, context_line: 'kept' }] } },
      ],
    })
    expect(small?.request).toBeUndefined()
  })

  it('is undefined for what fits in no way, and for what cannot be JSON', () => {
    expect(fitted(100)).toBeUndefined()
    expect(fitEvent({ extra: { big: 1n } }, 1000)).toBeUndefined()
  })

  it('counts bytes, not characters', () => {
    expect(fitEvent({ message: 'ü'.repeat(600) }, 1000)).toBeUndefined()
  })
})
