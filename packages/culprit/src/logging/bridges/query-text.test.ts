import fc from 'fast-check'
import { createRedactor } from '@culprit/redact'
import { describe, expect, it } from 'vitest'
import { Level, LevelNames } from '../level.ts'
import { foreignLevel } from './foreign-level.ts'
import { maskLiterals, maskMysqlLiterals } from './query-text.ts'
import { shownValues } from './query-values.ts'

describe('maskLiterals()', () => {
  it.each([
    ['select 1', 'select 1'],
    [
      "select * from t where a = 'x' and b = 'y'",
      "select * from t where a = '[Filtered]' and b = '[Filtered]'",
    ],
    ["a = 'it''s' or b = 2", "a = '[Filtered]''[Filtered]' or b = 2"],
    ["a = 'open", "a = '[Filtered]'"],
    ['a = $$it is$$ or b = $x$ $$ $x$', "a = '[Filtered]' or b = '[Filtered]'"],
    [String.raw`a = 'it\'s' and b = 'secret' limit 1`, "a = '[Filtered]' limit 1"],
    ['select "name" from `users` where id = $1', 'select "name" from `users` where id = $1'],
  ])('%s', (sql, masked) => {
    expect(maskLiterals(sql)).toBe(masked)
  })

  it('never shows a literal, whatever it holds and however quotes in it are written', () => {
    const literal = fc.string().map((text) => `${text}hunter2${text}`)
    const doubled = literal.map((text) => text.replaceAll("'", "''"))
    const escaped = literal.map((text) => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"))
    fc.assert(
      fc.property(fc.oneof(fc.array(doubled), fc.array(escaped)), (texts) => {
        const sql = `select ${texts.map((text) => `'${text}'`).join(', ')} from t`
        expect(maskLiterals(sql)).not.toContain('hunter2')
      }),
    )
  })

  it('takes double quotes for texts in MySQL only', () => {
    const sql = `select "a'b", 'c"d' from \`users\``
    expect(maskMysqlLiterals(sql)).toBe("select '[Filtered]', '[Filtered]' from `users`")
    expect(maskMysqlLiterals(String.raw`a = "x\"y" and b = 'z' limit 1`)).toBe("a = '[Filtered]' limit 1")
    expect(maskLiterals('select "a" from t')).toBe('select "a" from t')
  })

  it('is bounded', () => {
    expect(maskLiterals(`select ${'x'.repeat(100_000)}`).length).toBe(10_000)
    expect(maskLiterals(`\\ ${"'".repeat(100_000)}`).length).toBeLessThan(10_000)
  })
})

describe('shownValues()', () => {
  const redactor = createRedactor()
  const hidden = { redactor, showValues: false }

  it('shows no text given by position, in lists either', () => {
    const values = ['ada', 1, null, true, [['bob', 2]], Buffer.from('x'), new Date(0)]
    expect(shownValues(values, hidden)).toEqual([
      '[Filtered]',
      1,
      null,
      true,
      [['[Filtered]', 2]],
      '[Filtered]',
      '1970-01-01T00:00:00.000Z',
    ])
  })

  it('redacts what has a name by its name', () => {
    expect(shownValues({ city: 'Paris', password: 'x' }, hidden)).toEqual({
      city: 'Paris',
      password: '[Filtered]',
    })
    expect(shownValues([{ token: 'x', city: 'Paris' }], hidden)).toEqual([
      { token: '[Filtered]', city: 'Paris' },
    ])
  })

  it('shows texts when asked, without what looks like a secret', () => {
    const shown = shownValues(['ada', 'Bearer abcdefghijklmnopqrstuvwxyz012345'], {
      redactor,
      showValues: true,
    })
    expect(shown).toEqual(['ada', expect.stringContaining('[Filtered]')])
  })
})

describe('foreignLevel()', () => {
  it.each([
    ['WARN', Level.WARNING],
    ['emerg', Level.CRITICAL],
    ['silly', Level.TRACE],
    ['nobody knows', Level.INFO],
    ['constructor', Level.INFO],
  ])('%s', (name, level) => {
    expect(foreignLevel(name)).toBe(level)
  })

  it('understands names that the application added', () => {
    const names = new LevelNames()
    names.add(35, 'AUDIT')
    expect(foreignLevel('audit', names)).toBe(35)
  })
})
