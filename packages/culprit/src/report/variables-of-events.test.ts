import { afterEach, describe, expect, it } from 'vitest'
import type { SentEvent, SentFrame } from '@culprit/wire'
import { openFakeClient } from '../../test/report/fake-client.ts'
import { exceptionValues } from './exception-values.ts'
import { createLocalVariables, type LocalVariables } from './local-variables/local-variables.ts'
import { toVariablesSource } from './variables-source.ts'

let capture: LocalVariables

/** A client with a real capture. */
function openClient(share: number) {
  capture = createLocalVariables({ share })
  capture.start()
  return openFakeClient({ maxPerSecond: 1e6 }, { variables: toVariablesSource(capture) })
}

function checkout(user: { readonly password: string }, cart: readonly number[]): never {
  const apiKey = `key of ${user.password}`
  throw new Error(String(apiKey.length + cart.length))
}

function failed(): unknown {
  try {
    checkout({ password: 'hunter2' }, [1, 2])
  } catch (error) {
    return error
  }
}

function statusOf(event: SentEvent | undefined): unknown {
  return event?.contexts?.['local_variables']
}

function framesOf(event: SentEvent | undefined): readonly SentFrame[] {
  const [exception] = event === undefined ? [] : (exceptionValues(event) ?? [])
  return (exception?.stacktrace?.frames ?? []).filter((frame) => frame !== null)
}

describe('local variables of events', () => {
  afterEach(() => capture.stop())

  it('are of the frames of the application by their places, without what is secret by name', () => {
    const { client, sink } = openClient(100)
    client.captureException(failed())
    const [event] = sink.events
    expect(statusOf(event)).toMatchObject({ status: 'captured' })
    const frames = framesOf(event)
    expect(frames.find((frame) => frame.function === 'checkout')?.vars).toEqual({
      user: { password: '[Filtered]' },
      cart: [1, 2],
      apiKey: '[Filtered]',
    })
    expect(frames.filter((frame) => frame.in_app === false && frame.vars !== undefined)).toEqual([])
    expect(sink.payloads.join()).not.toContain('hunter2')
  })

  it('are told to be skipped where the budget is spent', () => {
    const { client, sink } = openClient(0.001)
    for (let n = 0; n < 200; n++) failed()
    client.captureException(failed())
    expect(statusOf(sink.events[0])).toMatchObject({ status: 'skipped: budget' })
    expect(framesOf(sink.events[0]).some((frame) => frame.vars !== undefined)).toBe(false)
  })

  it('are told to be unavailable, and why', () => {
    const { client, sink } = openClient(100)
    client.captureException('a text')
    client.captureException(new Error('never thrown'))
    capture.stop()
    client.captureException(new Error('later'))
    expect(sink.events.map(statusOf)).toMatchObject([
      { status: 'unavailable: only objects are followed from their throw' },
      { status: 'unavailable: its throw was not seen' },
      { status: 'unavailable: it was stopped' },
    ])
  })

  it('have an error of a storm sent before those without', () => {
    const captured = new WeakSet<object>()
    const variables = {
      variablesOf: () => [],
      statusOf: () => '',
      has: (error: unknown) => error instanceof Error && captured.has(error),
    }
    const { client, sink } = openFakeClient({ maxPerSecond: 1 }, { variables })
    const storm = (times: number): void => {
      for (let n = 0; n < times; n++) client.captureException(failed())
    }
    storm(100)
    const before = sink.events.length
    const rare = failed() as Error
    captured.add(rare)
    client.captureException(rare)
    storm(100)
    expect(sink.events.length - before).toBe(1)
  })

  it('have an error looked at that a pause has seen, however many of its class and message come', () => {
    const captured = new WeakSet<object>()
    const isCaptured = (error: unknown): boolean => error instanceof Error && captured.has(error)
    const variables = { variablesOf: () => [], statusOf: () => '', has: isCaptured, wasCaptured: isCaptured }
    const { client, sink } = openFakeClient({ maxPerSecond: 1 }, { variables })
    for (let n = 0; n < 1000; n++) client.captureException(failed())
    const before = sink.events.length
    const rare = failed() as Error
    captured.add(rare)
    client.captureException(rare)
    expect(sink.events.length - before).toBe(1)
  })

  it('are asked about for what a storm drops too, so that its place counts as reported', () => {
    const asked: unknown[] = []
    const { client } = openFakeClient(
      { maxPerSecond: 0.01 },
      { variables: { variablesOf: () => [], statusOf: () => '', skipped: (error) => asked.push(error) } },
    )
    const errors = [failed(), failed()]
    for (const error of errors) client.captureException(error)
    expect(asked).toEqual([errors[1]])
  })
})
