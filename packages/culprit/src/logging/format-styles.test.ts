import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Formatter, type FormatStyle } from './formatter.ts'
import { LogRecord } from './record.ts'

const record = new LogRecord({
  name: 'shop',
  levelno: 30,
  msg: 'héllo',
  created: 1057682985.896,
  location: { pathname: '/srv/a.ts', lineno: 42, funcName: 'f' },
  extra: {
    price: 1234567.891,
    who: { name: 'eve', tags: ['x'] },
    width: 8,
    nothing: null,
    minus: -42,
    big: 12n,
  },
})

function show(format: string, style: FormatStyle): string {
  return new Formatter({ format, style }).format(record)
}

describe('%-style', () => {
  it.each([
    ['%(levelname)-10s|', 'WARNING   |'],
    ['%(lineno)05d', '00042'],
    ['%(minus)05d', '-0042'],
    ['%(lineno)+d', '+42'],
    ['%(lineno)#x %(lineno)X %(lineno)o', '0x2a 2A 52'],
    ['%(price).2f', '1234567.89'],
    ['%(price)e', '1.234568e+06'],
    ['%(price)g', '1.23457e+06'],
    ['%(name).2s', 'sh'],
    ['%(name)r', "'shop'"],
    ['%(message)a', "'h\\xe9llo'"],
    ['%(big)d', '12'],
    ['100%% %(nothing)s', '100% null'],
  ])('F5: %s', (format, text) => expect(show(format, '%')).toBe(text))

  it.each([
    'no field',
    '%(message)',
    '%(message)Z',
    '%(message)*s',
    '%(message)s %',
    '%(message)s %d',
    '{message}',
  ])('F2: refuses %s', (format) => expect(() => show(format, '%')).toThrow(SyntaxError))
})

describe('{-style', () => {
  it.each([
    ['{levelname:>10}|', '   WARNING|'],
    ['{levelname:*^11}|', '**WARNING**|'],
    ['{lineno:05d}', '00042'],
    ['{minus:=+6d}', '-   42'],
    ['{price:,.2f}', '1,234,567.89'],
    ['{lineno:#x} {lineno:b}', '0x2a 101010'],
    ['{lineno:%}', '4200.000000%'],
    ['{name!r:>8}', "  'shop'"],
    ['{message!a}', "'h\\xe9llo'"],
    ['{who.name} {who[name]} {who[tags][0]}', 'eve eve x'],
    ['{name:>{width}}', '    shop'],
    ['{{{name}}}', '{shop}'],
    ['{name:.2}', 'sh'],
    ['{created:.3f}', '1057682985.896'],
  ])('F5: %s', (format, text) => expect(show(format, '{')).toBe(text))

  it.each([
    'no field',
    '{name',
    'name}',
    '{name-thing}',
    '{name!x}',
    '{name!rr}',
    '{price:.2ff}',
    '{price:.2Z}',
    '{name:<##5}',
    '{}',
    '{name/other}',
    '%(name)s',
  ])('F2: refuses %s', (format) => expect(() => show(format, '{')).toThrow(SyntaxError))
})

describe('$-style', () => {
  it.each([
    ['$levelname: ${message}', 'WARNING: héllo'],
    ['$$5 $name', '$5 shop'],
    ['${name}s', 'shops'],
  ])('F5: %s', (format, text) => expect(show(format, '$')).toBe(text))

  it.each(['no field', '$name $', '$name $.', '${name', '$$name', '{name}'])('F2: refuses %s', (format) =>
    expect(() => show(format, '$')).toThrow(SyntaxError),
  )
})

describe('every style', () => {
  it('F2: validate: false takes anything and leaves what is no field as text', () => {
    for (const style of ['%', '{', '$'] as const)
      fc.assert(
        fc.property(fc.string(), (text) => {
          expect(() => new Formatter({ format: text, style, validate: false })).not.toThrow()
        }),
      )
    expect(new Formatter({ format: '100% {', style: '{', validate: false }).format(record)).toBe('100% {')
  })

  it('F2: a refusal is always a SyntaxError that names the format', () => {
    for (const style of ['%', '{', '$'] as const)
      fc.assert(
        fc.property(
          fc.string({ unit: fc.constantFrom('%', '{', '}', '$', '(', ')', 's', 'n', ':', '!', '.', '5') }),
          (text) => {
            try {
              new Formatter({ format: text, style })
            } catch (error) {
              expect(error).toBeInstanceOf(SyntaxError)
              expect(String(error)).toContain(text)
            }
          },
        ),
      )
  })
})
