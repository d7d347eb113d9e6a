import { describe, expect, it } from 'vitest'
import { owningRule, parseOwnership, renameTeam, unknownOwners, type OwnedEvent } from './ownership.ts'

const ownersOf = (raw: string, event: Partial<OwnedEvent>): readonly string[] | undefined =>
  owningRule(parseOwnership(raw).rules, { metadata: {}, tags: [], ...event })?.owners

const thrownIn = (filename: string): Partial<OwnedEvent> => ({ metadata: { filename } })

describe('ownership rules', () => {
  it.each<[string, Partial<OwnedEvent>, readonly string[] | undefined]>([
    ['path:src/cart/* #shop', thrownIn('src/cart/total.ts'), ['#shop']],
    ['path:src/cart/* #shop', thrownIn('lib/src/cart/total.ts'), undefined],
    ['path:*.TSX #web', thrownIn('src/page.tsx'), ['#web']],
    ['path:a*b*c #x', thrownIn('a1b2c'), ['#x']],
    ['path:ab*b #x', thrownIn('ab'), undefined],
    ['path:src/[id].ts #x', thrownIn('src/[id].ts'), ['#x']],
    [
      'path:src/pay/* #pay',
      { attributes: { 'stacktrace.filename': ['node:http', 'src/pay/card.ts'] } },
      ['#pay'],
    ],
    ['path:/srv/* #pay', { attributes: { 'stacktrace.abs_path': ['/srv/app/x.ts'] } }, ['#pay']],
    [
      'url:https://*/admin/* #ops',
      { attributes: { 'http.url': ['https://shop.example/admin/users'] } },
      ['#ops'],
    ],
    ['url:https://*/admin/* #ops', { attributes: { 'http.url': ['https://shop.example/cart'] } }, undefined],
    ['tags.Browser:"Safari 18*" a@x.io #web', { tags: [['browser', 'Safari 18.1']] }, ['a@x.io', '#web']],
    ['path:* #all\npath:src/* #src', thrownIn('src/x.ts'), ['#src']],
    ['path:src/* #src\npath:* #all', thrownIn('src/x.ts'), ['#all']],
  ])('ALR-37 %s', (raw, event, owners) => {
    expect(parseOwnership(raw).problems).toEqual([])
    expect(ownersOf(raw, event)).toEqual(owners)
  })

  it.each([
    ['src/* #shop', /"src\/\*" is no matcher. Begin with path:PATTERN, url:PATTERN or tags.KEY:PATTERN/],
    ['path: #shop', /is no matcher|matches nothing/],
    ['path:"" #shop', /matches nothing. Write a pattern/],
    ['path:src/*', /"path:src\/\*" has no owner. Add #team or a mail address/],
    ['path:src/* shop', /"shop" is no owner. Write #team or a mail address/],
    [`path:${'x'.repeat(201)} #shop`, /longer than 200 characters/],
    ['module:shop #shop', /"module:shop" is no matcher/],
  ])('ALR-37 says what is wrong with %s, and in which line', (line, message) => {
    const { rules, problems } = parseOwnership(`# ours\n\n${line}\r\npath:ok #shop`)
    expect(problems).toEqual([{ line: 3, message: expect.stringMatching(message) }])
    expect(rules.map((rule) => rule.line)).toEqual([4])
  })

  it('ALR-37 reads at most 500 rules, and says so once', () => {
    const { rules, problems } = parseOwnership('path:x #y\n'.repeat(2000))
    expect(rules).toHaveLength(500)
    expect(problems).toEqual([{ line: 501, message: 'There are more than 500 rules.' }])
  })

  it('ALR-37 a pattern of many stars is decided at once', () => {
    const raw = `path:${'*a'.repeat(99)}*b #x`
    expect(ownersOf(raw, thrownIn('a'.repeat(5000)))).toBeUndefined()
  })

  it('ALR-37 names owners that nobody is', () => {
    const { rules } = parseOwnership('path:a #Shop me@x.io\npath:b #shpo you@x.io')
    const people = {
      teams: [{ id: 1, slug: 'shop', name: 'Shop', members: [], projects: [] }],
      members: [{ userId: 1, email: 'Me@x.io', settings: {}, wishes: [] }],
    }
    expect(unknownOwners(rules, people)).toEqual([
      { line: 2, message: 'There is no team "#shpo". Make it first, or name another.' },
      { line: 2, message: '"you@x.io" is no member\'s address. Add the member first, or name a team.' },
    ])
  })

  it('ALR-38 a renamed team keeps its name in rules, and in nothing else', () => {
    const raw = '# about #shop\npath:a #shop #shopping\n  tags.x:"#shop it" me@x.io #SHOP\nno rule #shop'
    expect(renameTeam(raw, 'shop', 'store')).toBe(
      '# about #shop\npath:a #store #shopping\n  tags.x:"#shop it" me@x.io #store\nno rule #shop',
    )
  })
})
