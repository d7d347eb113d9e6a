import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { html } from '../html/html.ts'
import { abort, Aborter } from './abort.ts'
import { NotFound } from './client-errors.ts'
import { defaultExceptions } from './default-exceptions.ts'
import { createErrorPages, type ErrorPagesOptions } from './error-pages.ts'
import { HttpException } from './http-exception.ts'
import type { PageRequest, Reply } from './reply.ts'
import { TooManyRequests } from './retry-after.ts'
import { InternalServerError, ServiceUnavailable } from './server-errors.ts'

const reference = '0123456789abcdef'.repeat(2)
const dsn = 'https://abc@errors.example/prefix/7'
const get: PageRequest = { method: 'GET', path: '/chekout', reference }

function errorOf(code: number): HttpException {
  try {
    return new Aborter().abort(code)
  } catch (error) {
    if (error instanceof HttpException) return error
    throw error
  }
}

function header(reply: Reply, name: string): string | undefined {
  return reply.headers.find(([one]) => one.toLowerCase() === name)?.[1]
}

function replyTo(
  error: HttpException,
  options?: ErrorPagesOptions,
  request: Partial<PageRequest> = {},
): Reply {
  const reply = error.getReply({ ...get, ...request }, createErrorPages(options))
  if (reply instanceof Promise) throw new Error('a promise')
  return reply
}

describe('createErrorPages()', () => {
  it.each([...defaultExceptions.keys()])('shows %i in at most 6 kB, with the length in bytes', (code) => {
    const error = errorOf(code)
    const reply = replyTo(error)
    const body = String(reply.body)
    expect(reply.status).toBe(code)
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(6144)
    expect(header(reply, 'content-length')).toBe(String(Buffer.byteLength(body)))
    expect(body).toContain(`<title>${code} ${error.phrase.replace("'", '&#39;')}</title>`)
    expect(body).toContain(`<h1>${error.phrase.replace("'", '&#39;')}</h1>`)
  })

  it('needs nothing from elsewhere, and no script', () => {
    const body = String(replyTo(new InternalServerError(), { feedback: { dsn } }).body)
    expect(body).not.toMatch(/<script|<link|<iframe|\bsrc=|@import|url\(|\son\w+=|\sstyle=/i)
    expect(body).toMatch(/<html lang=en>.*<meta name=robots content=noindex>/s)
    expect(body).toMatch(/color-scheme:light dark/)
    expect(body).toMatch(/prefers-color-scheme:dark/)
  })

  it.each([{}, { brand: { color: 'oklch(60% 0.2 40)' } }])(
    'allows the style in the page and nothing else',
    (options) => {
      const reply = replyTo(new NotFound(), options)
      const style = /<style>(.*?)<\/style>/s.exec(String(reply.body))?.[1] ?? ''
      const hash = createHash('sha256').update(style).digest('base64')
      expect(header(reply, 'content-security-policy')).toBe(
        `default-src 'none'; style-src 'sha256-${hash}'; form-action 'none'; base-uri 'none'`,
      )
      expect(header(reply, 'x-content-type-options')).toBe('nosniff')
      expect(header(reply, 'vary')).toBe('Accept')
    },
  )

  it('escapes what comes from strangers', () => {
    const attack = `"'><script>alert(1)</script><!--`
    const error = new InternalServerError(attack)
    const missing = new NotFound(attack)
    const options = {
      feedback: { dsn },
      brand: { name: attack, links: [{ text: attack, href: `/${attack}` }] },
    }
    for (const one of [error, missing]) {
      const body = String(replyTo(one, options, { path: attack, reference: attack }).body)
      expect(body).not.toContain('<script')
      expect(body).not.toContain('<!--')
      expect(body).toContain('&lt;script&gt;')
    }
  })

  it('has the same tags whatever the texts are', () => {
    const tagsOf = (body: unknown): readonly string[] => String(body).match(/<\/?\w+/g) ?? []
    const expected = tagsOf(replyTo(new NotFound('x'), {}, { path: '/x' }).body)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const description = text.replaceAll('\n', ' ')
        const reply = replyTo(new NotFound(description), {}, { path: `/${text}` })
        expect(tagsOf(reply.body)).toEqual(expected)
      }),
    )
  })

  it('shows the path on 404, at most 200 characters of it', () => {
    expect(String(replyTo(new NotFound()).body)).toContain('<code>/chekout</code>')
    const long = String(replyTo(new NotFound(), {}, { path: `/${'x'.repeat(100_000)}` }).body)
    expect(long.length).toBeLessThan(6144)
    expect(long).toContain(`/${'x'.repeat(199)}…`)
  })

  it('shows the reference on 5xx only, in every representation', () => {
    for (const accept of ['text/html', 'application/json', 'text/plain']) {
      expect(replyTo(new InternalServerError(), {}, { accept }).body).toContain(reference)
      expect(replyTo(new NotFound(), {}, { accept }).body).not.toContain(reference)
    }
  })

  it('answers programs with problem details', () => {
    const reply = replyTo(new InternalServerError('x'), {}, { accept: 'application/json' })
    expect(header(reply, 'content-type')).toBe('application/problem+json')
    expect(header(reply, 'content-security-policy')).toBeUndefined()
    expect(JSON.parse(String(reply.body))).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'x',
      reference,
    })
  })

  it('answers in text', () => {
    const reply = replyTo(new NotFound('x <y>'), {}, { accept: 'text/plain' })
    expect(header(reply, 'content-type')).toBe('text/plain; charset=utf-8')
    expect(reply.body).toBe('404 Not Found\n\nx <y>\n')
  })

  it.each([
    [new TooManyRequests({ retryAfter: 30 }), 'You can try again in 30 seconds.'],
    [new ServiceUnavailable({ retryAfter: 600 }), 'You can try again in 10 minutes.'],
    [new ServiceUnavailable({ retryAfter: 10_000 }), 'You can try again in 3 hours.'],
    [new ServiceUnavailable({ retryAfter: new Date(61_000) }), 'You can try again in 60 seconds.'],
    [new ServiceUnavailable({ retryAfter: new Date(0) }), undefined],
    [new ServiceUnavailable(), undefined],
    [new ServiceUnavailable({ headers: { 'retry-after': 'soon' } }), undefined],
  ])('tells when to try again', (error, text) => {
    const pages = createErrorPages({}, { now: () => 1000 })
    const { body } = pages.reply(error.toProblem(), get) as Reply
    if (text === undefined) expect(body).not.toContain('You can try again')
    else expect(body).toContain(`<p>${text}</p>`)
  })

  it('offers to try again where that may help and cannot send a form twice', () => {
    const again = '<a href="">Try again</a>'
    expect(replyTo(new InternalServerError()).body).toContain(again)
    expect(replyTo(new InternalServerError(), {}, { method: 'POST' }).body).not.toContain(again)
    expect(replyTo(new NotFound()).body).not.toContain(again)
    expect(replyTo(new NotFound()).body).toContain('<a href="/">Home page</a>')
    expect(replyTo(new NotFound(), {}, { path: '/' }).body).not.toContain('href="/"')
  })

  it('carries name, colour, logo and links of the application', () => {
    const logo = 'data:image/svg+xml;base64,PHN2Zy8+'
    const links = [{ text: 'Status', href: 'https://status.example/' }]
    const reply = replyTo(new NotFound(), { brand: { name: 'Shop & Co', color: '#123456', logo, links } })
    expect(reply.body).toContain(`<header><img src="${logo}" alt="">Shop &amp; Co</header>`)
    expect(reply.body).toContain('--accent:#123456')
    expect(reply.body).toContain('<nav><a href="https://status.example/">Status</a></nav>')
    expect(header(reply, 'content-security-policy')).toContain('; img-src data:; ')
  })

  it('speaks the language of the visitor', () => {
    const texts = {
      de: {
        statuses: { 404: { phrase: 'Nicht gefunden', description: 'Hier ist nichts.' } },
        home: 'Startseite',
        retryAfter: 'Bitte in {time} noch einmal.',
      },
      ar: { home: 'الرئيسية' },
    }
    const german = replyTo(new NotFound(), { texts }, { acceptLanguage: 'de-CH, en;q=0.5' })
    expect(german.body).toContain('<html lang=de>')
    expect(german.body).toContain('<title>404 Nicht gefunden</title>')
    expect(german.body).toContain('<p>Hier ist nichts.</p>')
    expect(german.body).toContain('>Startseite</a>')
    expect(header(german, 'vary')).toBe('Accept, Accept-Language')
    const own = replyTo(new NotFound('No such user'), { texts }, { acceptLanguage: 'de' })
    expect(own.body).toContain('<p>No such user</p>')
    const late = replyTo(
      new TooManyRequests({ retryAfter: 5 }),
      { texts, language: 'de' },
      { acceptLanguage: 'fr' },
    )
    expect(late.body).toContain('Bitte in 5 Sekunden noch einmal.')
    expect(replyTo(new NotFound(), { texts }, { acceptLanguage: 'ar' }).body).toContain(
      '<html lang=ar dir=rtl>',
    )
    expect(replyTo(new NotFound(), { texts }, { acceptLanguage: 'fr' }).body).toContain('<html lang=en>')
  })

  it('offers the feedback form on 5xx, and lets it be sent to the tracker only', () => {
    const reply = replyTo(new InternalServerError(), { feedback: { dsn } })
    const action = /<form[^>]* action="([^"]*)"/.exec(String(reply.body))?.[1]?.replaceAll('&amp;', '&') ?? ''
    const url = new URL(action)
    expect(url.origin + url.pathname).toBe('https://errors.example/prefix/api/embed/error-page/')
    expect(Object.fromEntries(url.searchParams)).toEqual({ dsn, eventId: reference })
    expect(header(reply, 'content-security-policy')).toContain('form-action https://errors.example;')
    expect(Buffer.byteLength(String(reply.body))).toBeLessThanOrEqual(6144)
    expect(replyTo(new NotFound(), { feedback: { dsn } }).body).not.toContain('<form')
    expect(
      replyTo(new InternalServerError(), { feedback: { dsn } }, { reference: undefined }).body,
    ).not.toContain('<form')
  })

  it.each([
    [{ colour: 'red' }, 'pages.colour must be a status code from 400 to 599 or one of the keys '],
    [{ 200: 'x' }, 'pages.200 must be '],
    [{ brand: { logo: 'https://cdn.example/x.png' } }, 'pages.brand.logo must be '],
    [{ brand: { logo: `data:image/png,${'x'.repeat(20_000)}` } }, 'pages.brand.logo must be '],
    [{ brand: { color: 'red;}</style>' } }, 'pages.brand.color must be a CSS colour'],
    [
      { brand: { links: [{ text: 'x', href: 'javascript:alert(1)' }] } },
      'pages.brand.links[0].href must be ',
    ],
    [{ brand: { icon: 'x' } }, 'pages.brand.icon must be one of the keys '],
    [{ texts: { 'not a tag': {} } }, 'pages.texts.not a tag must be a language tag'],
    [{ language: 'de' }, 'pages.language must be '],
    [{ feedback: { dsn: 'nowhere' } }, 'pages.feedback.dsn must be a DSN'],
  ])('refuses %j', (options, message) => {
    expect(() => createErrorPages(options as ErrorPagesOptions)).toThrow(message)
    expect(() => createErrorPages(options as ErrorPagesOptions)).toThrow(TypeError)
  })
})

describe('pages of the application', () => {
  it('are sent as they are, without our policy', () => {
    const reply = replyTo(new NotFound(), { 404: '<h1>Nothing here</h1>' })
    expect(reply).toMatchObject({ status: 404, body: '<h1>Nothing here</h1>' })
    expect(header(reply, 'content-length')).toBe('21')
    expect(header(reply, 'content-security-policy')).toBeUndefined()
    expect(header(reply, 'x-content-type-options')).toBe('nosniff')
  })

  it('are made by functions from a model', async () => {
    const options: ErrorPagesOptions = {
      404: ({ path, phrase, language }) => html`<p>${phrase} ${path} ${language}</p>`,
      default: async ({ status, reference: id }) => `${status} ${id}`,
    }
    expect(replyTo(new NotFound(), options, { path: '/<b>' }).body).toBe('<p>Not Found /&lt;b&gt; en</p>')
    const reply = await new InternalServerError().getReply(get, createErrorPages(options))
    expect(reply).toMatchObject({ status: 500, body: `500 ${reference}` })
  })

  it('can use the built-in page', () => {
    const reply = replyTo(new NotFound(), {
      default: ({ builtIn }) => builtIn().toString().replace('<h1>', '<h1>Oh: '),
    })
    expect(reply.body).toContain('<h1>Oh: Not Found</h1>')
  })

  it('keep the headers of the exception', () => {
    const error = new TooManyRequests({ retryAfter: 3 })
    expect(replyTo(error, { 429: 'later' }).headers).toContainEqual(['Retry-After', '3'])
  })

  it('are for those who want HTML', () => {
    const reply = replyTo(new NotFound(), { 404: 'mine' }, { accept: 'application/json' })
    expect(header(reply, 'content-type')).toBe('application/problem+json')
  })

  const failures: readonly (readonly [string, () => never, string])[] = [
    ['throws', (): never => fail('page is broken'), 'page is broken'],
    ['rejects', (() => Promise.reject(new Error('page is late'))) as () => never, 'page is late'],
    [
      'returns nothing',
      (() => undefined) as () => never,
      'An error page must be text or markup, but it was undefined.',
    ],
    ['aborts', (): never => abort(404), 'There is nothing'],
  ]

  it.each(failures)('give way to the generic page when one %s', async (_, page, message) => {
    const told: unknown[] = []
    const pages = createErrorPages({ 500: page }, { onPageError: (error) => told.push(error) })
    const error = new InternalServerError()
    expect(await error.getReply(get, pages)).toEqual(replyTo(error))
    expect(told).toHaveLength(1)
    expect(String(told[0])).toContain(message)
  })

  it('give way to the generic page after two seconds', async () => {
    vi.useFakeTimers()
    try {
      const pages = createErrorPages({ 500: () => new Promise<string>(() => undefined) })
      const error = new InternalServerError()
      const reply = error.getReply(get, pages)
      await vi.advanceTimersByTimeAsync(2000)
      expect(await reply).toEqual(replyTo(error))
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it('give way to the generic page even when nobody can be told', () => {
    const pages = createErrorPages({ 500: () => fail('page') }, { onPageError: () => fail('log') })
    const error = new InternalServerError()
    expect(error.getReply(get, pages)).toEqual(replyTo(error))
  })
})

function fail(message: string): never {
  throw new Error(message)
}
