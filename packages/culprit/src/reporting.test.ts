import { setTimeout as sleep } from 'node:timers/promises'
import type { SentEvent } from '@culprit/wire'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakeIncident } from '../test/handlers/fake-incident.ts'
import { culprit, type Culprit, type CulpritOptions } from './culprit.ts'
import { environmentIdentity } from './environment.ts'
import { currentScope } from './report/report-scope.ts'

const dsn = 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1'
const opened: Culprit[] = []

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const errors of opened.splice(0)) await errors.report.close(0)
})

/** An application whose reports are kept in a list instead of sent. */
interface Reported {
  readonly options: CulpritOptions
  readonly events: SentEvent[]
}

function reported(): Reported {
  const events: SentEvent[] = []
  const beforeSend = (event: SentEvent): null => {
    events.push(event)
    return null
  }
  const log = { error: () => undefined, info: () => undefined }
  return {
    events,
    options: { name: 'reports', log, report: { spoolDir: false, localVariables: false, beforeSend } },
  }
}

function open(options?: CulpritOptions): Culprit {
  const errors = culprit(options)
  opened.push(errors)
  return errors
}

describe('culprit({ dsn })', () => {
  it('reports an error that was captured by hand and then reaches the 500 step once, under its reference id', async () => {
    const { options, events } = reported()
    const errors = open({ ...options, dsn })
    const error = new Error('twice')
    const id = errors.captureException(error)
    expect(id).toBe(errors.referenceOf(error))
    await errors.dispatch(error, fakeIncident())
    expect(events.map(({ event_id: eventId }) => eventId)).toEqual([id])
  })

  it('keeps what is known of requests apart', async () => {
    const { options, events } = reported()
    const errors = open({ ...options, dsn })
    const serve = (name: string): Promise<unknown> => {
      const source = {}
      return errors.run({ method: 'GET', url: '/', remoteAddress: null, source }, async () => {
        currentScope().setUser({ id: name }).addBreadcrumb({ message: name })
        await sleep(1)
        await errors.dispatch(
          new Error(name),
          fakeIncident({ context: { request: name }, request: { source } }),
        )
      })
    }
    await Promise.all(['a', 'b', 'c'].map(serve))
    expect(events).toHaveLength(3)
    for (const { user, breadcrumbs, exception } of events) {
      expect(exception).toMatchObject({ values: [{ value: user?.id }] })
      expect(breadcrumbs).toMatchObject({ values: [{ message: user?.id }] })
    }
  })

  it('can be given later, by init', () => {
    const { options, events } = reported()
    const errors = open()
    errors.init({ ...options, dsn, environment: 'staging', release: 'shop@1' })
    errors.captureMessage('hello')
    expect(events).toMatchObject([{ environment: 'staging', release: 'shop@1' }])
  })

  it('reports nothing without one', () => {
    const { options, events } = reported()
    vi.stubEnv('CULPRIT_DSN', '')
    vi.stubEnv('SENTRY_DSN', '')
    const errors = open(options)
    expect(errors.report.isEnabled).toBe(false)
    expect(errors.captureMessage('hello')).toMatch(/^[\da-f]{32}$/)
    expect(events).toEqual([])
  })

  it('comes from the environment, unless it is given', () => {
    const { options, events } = reported()
    vi.stubEnv('SENTRY_DSN', dsn)
    vi.stubEnv('CULPRIT_ENVIRONMENT', 'staging')
    const errors = open({ ...options, release: 'shop@2' })
    errors.captureMessage('hello')
    expect(events).toMatchObject([{ environment: 'staging', release: 'shop@2' }])
    expect(open({ ...options, dsn: '' }).report.isEnabled).toBe(false)
  })

  it('that is wrong in the environment does not keep the application from starting', () => {
    vi.stubEnv('CULPRIT_DSN', 'nonsense')
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    expect(open({ name: 'reports' }).report.isEnabled).toBe(false)
    write.mockRestore()
    expect(() => culprit({ dsn: 'nonsense' })).toThrow("The option 'dsn' is no DSN")
    expect(() => culprit({ report: { sampleRate: 7 } })).toThrow('report.sampleRate')
  })
})

describe('environmentIdentity()', () => {
  it.each([
    [{}, {}],
    [{ CULPRIT_DSN: 'a', SENTRY_DSN: 'b' }, { dsn: 'a' }],
    [{ CULPRIT_DSN: '', SENTRY_DSN: 'b' }, { dsn: 'b' }],
    [
      { CULPRIT_RELEASE: 'r', CULPRIT_ENVIRONMENT: 'e' },
      { release: 'r', environment: 'e' },
    ],
  ])('%o gives %o', (environment, identity) => {
    expect(environmentIdentity(environment)).toEqual(identity)
  })
})
