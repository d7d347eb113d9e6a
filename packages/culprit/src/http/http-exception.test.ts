import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { html, raw } from '../html/html.ts'
import { BadRequest, BadRequestKeyError, ClientDisconnected, KeyError } from './bad-request.ts'
import { ImATeapot, NotFound } from './client-errors.ts'
import { HttpException } from './http-exception.ts'
import { MethodNotAllowed } from './method-not-allowed.ts'
import { InternalServerError } from './server-errors.ts'
import { statusDescription } from './status.ts'

const get = { method: 'GET', path: '/' }

/** Everything the exception puts on a page between tags. */
function shownIn(page: string): {
  title?: string | undefined
  h1?: string | undefined
  p?: string | undefined
} {
  return {
    title: /<title>(.*)<\/title>/.exec(page)?.[1],
    h1: /<h1>(.*)<\/h1>/.exec(page)?.[1],
    p: /<p>(.*)<\/p>/.exec(page)?.[1],
  }
}

describe('HttpException', () => {
  it.each([
    ['nothing', undefined, statusDescription(404)],
    ['null', { description: null }, statusDescription(404)],
    ['a text', 'No such user', 'No such user'],
    ['an option', { description: 'No such user' }, 'No such user'],
    ['an empty text', '', ''],
  ])('EXC-1: takes the description from %s', (_, options, description) => {
    const error = new NotFound(options)
    expect(error).toMatchObject({ code: 404, description, message: description })
  })

  it('EXC-1: takes the description of a class of the application', () => {
    class UserMissing extends NotFound {
      static override readonly description = 'This user has left.'
    }
    class OldUserMissing extends UserMissing {
      static override readonly code = 410
    }
    expect(new UserMissing().description).toBe('This user has left.')
    expect(new OldUserMissing()).toMatchObject({
      code: 410,
      phrase: 'Gone',
      description: 'This user has left.',
    })
  })

  it('EXC-2: has the status phrase, and the class name as its name', () => {
    class Odd extends HttpException {
      static override readonly code = 499
    }
    expect([new NotFound().phrase, new HttpException().phrase, new Odd().phrase]).toEqual([
      'Not Found',
      'Unknown',
      'Unknown',
    ])
    expect([new NotFound().name, new HttpException().name, new Odd().name]).toEqual([
      'NotFound',
      'HttpException',
      'Odd',
    ])
    expect(new Odd('x').stack?.split('\n')[0]).toBe('Odd: x')
  })

  it('EXC-2: lets a name be set, as libraries do with errors', () => {
    const error = new NotFound()
    error.name = 'Renamed'
    expect([error.name, new NotFound().name, Object.keys(error)]).toEqual([
      'Renamed',
      'NotFound',
      ['code', 'description'],
    ])
  })

  it('EXC-3: binds title, h1 and description on a page that ends with a line feed', () => {
    const page = new ImATeapot('x\n<script>alert(1)</script>').getBody()
    expect(page).toMatch(/^<!doctype html>\n<html lang=en>\n/)
    expect(page.endsWith('\n')).toBe(true)
    expect(shownIn(page)).toEqual({
      title: '418 I&#39;m a Teapot',
      h1: 'I&#39;m a Teapot',
      p: 'x<br>&lt;script&gt;alert(1)&lt;/script&gt;',
    })
    expect(shownIn(new HttpException().getBody()).p).toBe('')
  })

  it('EXC-4: does not escape a description that is markup, and shows it raw as text', () => {
    const error = new NotFound(html`<b>${'<'}</b>`)
    expect(shownIn(error.getBody()).p).toBe('<b>&lt;</b>')
    expect(String(error)).toBe('404 Not Found: <b>&lt;</b>')
    error.description = '<i>'
    expect(shownIn(error.getBody()).p).toBe('&lt;i&gt;')
    expect(new NotFound({ description: raw('<u>') }).toJSON().description).toBe('<u>')
  })

  it('EXC-4: makes text of a description that is none', () => {
    for (const given of [42, { description: 42 }]) {
      const error: unknown = Reflect.construct(NotFound, [given])
      expect(String(error)).toBe('404 Not Found: 42')
    }
  })

  it('EXC-5: is text/html in UTF-8, with the length in bytes', () => {
    const { headers, body } = new NotFound('Ü').getReply(get)
    expect(headers[0]).toEqual(['Content-Type', 'text/html; charset=utf-8'])
    expect(headers[1]).toEqual(['Content-Length', String(Buffer.byteLength(String(body)))])
  })

  it('EXC-6: gives the very response it was given, else a new one', async () => {
    const response = new Response('mine', { status: 202 })
    expect(new NotFound({ response, description: 'ignored' }).getResponse()).toBe(response)
    const made = new MethodNotAllowed(['GET'], 'no').getResponse({ accept: 'application/json' })
    expect(made.status).toBe(405)
    expect(made.headers.get('allow')).toBe('GET')
    expect(await made.json()).toEqual({
      type: 'about:blank',
      title: 'Method Not Allowed',
      status: 405,
      detail: 'no',
    })
  })

  it('EXC-7: is an answer by itself', () => {
    expect(new NotFound().getReply({ ...get, accept: 'text/plain' })).toMatchObject({
      kind: 'reply',
      status: 404,
      body: `404 Not Found\n\n${statusDescription(404)}\n`,
    })
  })

  it('EXC-8: says what it is as text', () => {
    expect(String(new NotFound('x'))).toBe('404 Not Found: x')
    expect(String(new HttpException('x'))).toBe('??? Unknown: x')
    expect(String(new HttpException())).toBe('??? Unknown')
    expect(inspect(new NotFound(), { depth: -1 })).toBe("<NotFound '404: Not Found'>")
    expect(inspect(new HttpException(), { depth: -1 })).toBe("<HttpException '???: Unknown'>")
  })

  it('EXC-8: keeps stack and cause where errors are printed', () => {
    const printed = inspect(new NotFound({ description: 'x', cause: new RangeError('below') }))
    expect(printed).toMatch(/^NotFound: x\n {4}at /)
    expect(printed).toContain('RangeError: below')
  })

  it('EXC-9: BadRequestKeyError counts as a KeyError and hides its key', () => {
    const error = new BadRequestKeyError('secret_field')
    expect(error).toBeInstanceOf(BadRequest)
    expect(BadRequestKeyError.alsoMatches).toEqual([KeyError])
    expect(error.key).toBe('secret_field')
    expect(error.getBody()).not.toContain('secret_field')
    expect(String(error)).not.toContain('secret_field')
    error.showException = true
    expect(error.description).toBe(`${statusDescription(400)}\nKeyError: 'secret_field'`)
    error.showException = false
    expect(error.description).toBe(statusDescription(400))
  })

  it('EXC-13: a class is two things by extending one and naming the other', () => {
    class MissingHeader extends BadRequest {
      static readonly alsoMatches = [KeyError]
    }
    expect(new MissingHeader()).toMatchObject({ code: 400, name: 'MissingHeader' })
  })

  it('EXC-16: has the same headers for HEAD, with the length of the page', () => {
    const head = new NotFound().getReply({ ...get, method: 'HEAD' })
    expect(head).toEqual(new NotFound().getReply(get))
  })

  it('ABT-5: shows a description on the page, in description and as text', () => {
    const error = new NotFound({ description: 'Resource not found' })
    expect(error.description).toBe('Resource not found')
    expect(String(error)).toBe('404 Not Found: Resource not found')
    expect(error.getBody()).toContain('<p>Resource not found</p>')
  })

  it('LKP-9: the code of an instance changes the status sent, not the class', () => {
    const error = new NotFound()
    error.code = 410
    expect(error.getReply(get).status).toBe(410)
    expect(NotFound.code).toBe(404)
  })

  it.each([undefined, 0, 42, 101, 600, 404.5, Number.NaN])(
    'DSP-17: answers 500 when the code is %s',
    (code) => {
      const error = new HttpException('x')
      error.code = code
      expect(error.getReply(get).status).toBe(500)
      expect(error.getResponse().status).toBe(500)
    },
  )

  it('DBGH-3: keeps the cause', () => {
    const cause = new SyntaxError('x')
    expect(new BadRequest({ cause }).cause).toBe(cause)
    expect('cause' in new BadRequest()).toBe(false)
  })

  it('keeps the original of a 500 as cause too', () => {
    const original = new RangeError('secret-7731')
    const error = new InternalServerError({ originalException: original })
    expect(error).toMatchObject({ originalException: original, cause: original })
    expect(error.getBody()).not.toContain('secret-7731')
    expect(new InternalServerError('x').originalException).toBeUndefined()
    expect(new InternalServerError().cause).toBeUndefined()
  })

  it('is recognised across copies of the package, and nothing else is', () => {
    const copy = class extends Error {
      get [Symbol.for('culprit.http-exception')](): true {
        return true
      }
    }
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(
      [new ClientDisconnected(), new copy()].every((error) => HttpException.isHttpException(error)),
    ).toBe(true)
    expect(
      [new Error('x'), { code: 404 }, 'x', undefined, proxy].some((x) => HttpException.isHttpException(x)),
    ).toBe(false)
  })

  it('shows its reference on 5xx pages only', () => {
    const failed = new InternalServerError()
    failed.reference = 'f'.repeat(32)
    expect(failed.getBody()).toContain('f'.repeat(32))
    const missing = new NotFound()
    missing.reference = 'f'.repeat(32)
    expect(missing.getBody()).not.toContain('f'.repeat(32))
  })

  it('adds headers given as object, list or Headers, and leaves out what HTTP cannot carry', () => {
    const added = (headers: ConstructorParameters<typeof NotFound>[0]): unknown =>
      new NotFound(headers).getReply(get).headers.slice(5)
    expect(added({ headers: { 'X-A': ['1', '2'], 'X-B': '3' } })).toEqual([
      ['X-A', '1'],
      ['X-A', '2'],
      ['X-B', '3'],
    ])
    expect(added({ headers: [['X-A', '1']] })).toEqual([['X-A', '1']])
    expect(added({ headers: new Headers({ 'X-A': '1' }) })).toEqual([['x-a', '1']])
    expect(added({ headers: { 'X-A': '1\r\nSet-Cookie: a', 'X B': '1', 'X-C': '\u0100' } })).toEqual([])
  })
})
