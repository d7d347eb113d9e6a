import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { negotiate, type Representation } from './negotiate.ts'

describe('negotiate()', () => {
  const cases: readonly (readonly [string | undefined, Representation])[] = [
    [undefined, 'html'],
    ['', 'html'],
    ['*/*', 'html'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8', 'html'],
    ['application/xhtml+xml', 'html'],
    ['application/json', 'problem'],
    ['APPLICATION/JSON', 'problem'],
    ['application/problem+json', 'problem'],
    ['application/vnd.api+json', 'problem'],
    ['application/json, text/plain, */*', 'problem'],
    ['application/*', 'problem'],
    ['text/plain', 'text'],
    ['text/*', 'html'],
    ['text/html;q=0.4, application/json;q=0.6', 'problem'],
    ['text/html; q=0.4; charset=utf-8, text/plain; Q=0.6', 'text'],
    ['application/json;q=0, */*', 'html'],
    ['text/html;q=0, */*', 'problem'],
    ['text/html;q=0.1, */*;q=0.9', 'problem'],
    [
      'text/html;q=0, application/xhtml+xml;q=0, application/json;q=0, application/problem+json;q=0, */*',
      'text',
    ],
    ['image/png', 'html'],
    ['text/html;q=banana, application/json;q=0.9', 'html'],
    ['text/html;q=2, application/json', 'html'],
    [';;;,,,=,q=1', 'html'],
  ]

  it.each(cases)('answers %s with %s', (accept, representation) => {
    expect(negotiate(accept)).toBe(representation)
  })

  it('takes any header, at once', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20_000 }), (accept) => {
        expect(['html', 'problem', 'text']).toContain(negotiate(accept))
      }),
    )
    const start = performance.now()
    negotiate('a;q=0.1,'.repeat(100_000))
    // It takes some milliseconds; were it quadratic, minutes.
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
