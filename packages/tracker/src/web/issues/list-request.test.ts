import { describe, expect, it } from 'vitest'
import { listHref, parseListRequest, projectsShown, withTerm } from './list-request.ts'
import { searchHref, toTerm } from './search-href.ts'

const request = (query: string): ReturnType<typeof parseListRequest> =>
  parseListRequest(new URLSearchParams(query))

describe('parseListRequest()', () => {
  it('shows open issues without a query and all with an empty one', () => {
    expect(request('').search.status).toBe('unresolved')
    expect(request('query=').search.status).toBeUndefined()
  })

  it('takes an unknown order for the default', () => {
    expect(request('sort=__proto__').sort).toBe('last-seen')
    expect(request('sort=events').sort).toBe('events')
  })
})

describe('listHref()', () => {
  it('keeps what it does not change and leads back to the first page', () => {
    const from = request('query=level:error&sort=events&project=default&cursor=abc')
    expect(listHref(from, { sort: 'users' })).toBe('/issues?query=level%3Aerror&sort=users&project=default')
    expect(listHref(from, { cursor: 'next' })).toContain('cursor=next')
  })

  it('says nothing that goes without saying', () => {
    expect(listHref(request(''), {})).toBe('/issues')
    expect(listHref(request(''), { text: '' })).toBe('/issues?query=')
  })
})

describe('withTerm()', () => {
  it.each([
    ['is:unresolved level:error cart', 'is', 'is:new', 'is:new level:error cart'],
    ['is:unresolved release:"a b" cart', 'release', undefined, 'is:unresolved cart'],
    ['env:staging cart', 'environment', 'environment:production', 'cart environment:production'],
    ['cart', 'level', 'level:error', 'cart level:error'],
    ['"a phrase" is:new', 'is', undefined, '"a phrase"'],
    ['', 'is', undefined, ''],
  ])('%s: %s becomes %s', (text, key, term, result) => {
    expect(withTerm(text, key, term)).toBe(result)
  })
})

describe('toTerm()', () => {
  it('quotes what has blanks, so that the search finds the value again', () => {
    for (const value of ['production', 'a b', 'shop@2.4.1', 'a:b', 'say "hi"']) {
      const parsed = request(searchHref([['release', value]]).split('?')[1] ?? '')
      expect(parsed.search.release).toBe(value.replaceAll('"', ''))
      expect(parsed.search.problems).toEqual([])
    }
    expect(toTerm(['environment', 'a b'])).toBe('environment:"a b"')
  })
})

describe('projectsShown()', () => {
  const project = (slug: string, internal: boolean) => ({ id: 1, slug, name: slug, createdAt: 0, internal })
  const projects = [project('default', false), project('own', true)]

  it('leaves the internal project out unless it is asked for', () => {
    expect(projectsShown(projects, undefined).map(({ slug }) => slug)).toEqual(['default'])
    expect(projectsShown(projects, 'own').map(({ slug }) => slug)).toEqual(['own'])
    expect(projectsShown(projects, 'other')).toEqual([])
  })
})
