import { describe, expect, it } from 'vitest'
import { abort } from '../http/abort.ts'
import { Errors } from './errors.ts'
import type { Incident } from './incident.ts'
import type { ErrorLog } from './error-log.ts'
import type { Answer } from './answer.ts'

describe('Errors', () => {
  it('dispatches an aborted request to its handler, end to end', async () => {
    const errors = new Errors({ log: silentLog() })
    errors.registerErrorHandler(404, (error) => [`app ${error.code}`, 404])
    const answer = await errors.dispatch(caught(() => abort(404)), incident())
    expect(answer).toMatchObject({ kind: 'reply', status: 404, body: 'app 404' })
  })

  it('shows the generic page when nothing is registered', async () => {
    const errors = new Errors({ log: silentLog() })
    const answer = await errors.dispatch(new RangeError('secret-7731'), incident())
    expect(answer).toMatchObject({ kind: 'reply', status: 500 })
    expect(textOf(answer)).not.toContain('secret')
  })
})

function caught(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

function incident(): Incident<object> {
  const request = { method: 'GET', path: '/path', disconnected: false }
  return { request, scopes: [], context: {}, framework: { answerFrom: () => undefined } }
}

function silentLog(): ErrorLog {
  return { error: () => undefined, info: () => undefined }
}

function textOf(answer: Answer): unknown {
  return answer.kind === 'reply' ? answer.body : undefined
}
