import { describe, expect, it } from 'vitest'
import { BufferingFormatter, Formatter } from './formatter.ts'
import { LogRecord } from './record.ts'

const CREATED = new Date(2003, 6, 8, 16, 49, 45, 896).getTime() / 1000

function record(init: Partial<ConstructorParameters<typeof LogRecord>[0]> = {}): LogRecord {
  return new LogRecord({
    name: 'app',
    levelno: 40,
    msg: 'hello %s',
    args: ['bob'],
    created: CREATED,
    location: { pathname: '/srv/app/views.py', lineno: 42, funcName: 'index' },
    ...init,
  })
}

const MAIL_FORMAT = `
Message type:       %(levelname)s
Location:           %(pathname)s:%(lineno)d
Module:             %(module)s
Function:           %(funcName)s
Time:               %(asctime)s

Message:

%(message)s
`

describe('Formatter', () => {
  it('F1: without a format it is the bare message, in every style', () => {
    for (const style of ['%', '{', '$'] as const)
      expect(new Formatter({ style }).format(record())).toBe('hello bob')
    expect(new Formatter('%(name)s!').format(record())).toBe('app!')
  })

  it('F1: an empty format is none', () => expect(new Formatter('').formatText).toBe('%(message)s'))

  it('F1: another style is refused', () => {
    const style: unknown = '#'
    expect(() => new Formatter({ style: style as '%' })).toThrow('Style must be one of: %,{,$')
  })

  it('F3: a field that is missing is named when formatting', () => {
    expect(() => new Formatter('%(nope)s').format(record())).toThrow(
      "Formatting field not found in record: 'nope'",
    )
    expect(() => new Formatter({ format: '{nope}', style: '{' }).format(record())).toThrow("'nope'")
    expect(() => new Formatter({ format: '{0}', style: '{' }).format(record())).toThrow("'0'")
  })

  it('F4: defaults count only where the record lacks the field', () => {
    const formatter = new Formatter({ format: '%(user)s %(name)s', defaults: { user: 'nobody', name: 'x' } })
    expect(formatter.format(record())).toBe('nobody app')
    expect(formatter.format(record({ extra: { user: 'eve' } }))).toBe('eve app')
  })

  it('F5: the file format of the manual, byte for byte', () => {
    const formatter = new Formatter('%(asctime)s %(levelname)s: %(message)s [in %(pathname)s:%(lineno)d]')
    expect(formatter.format(record())).toBe(
      '2003-07-08 16:49:45,896 ERROR: hello bob [in /srv/app/views.py:42]',
    )
  })

  it('F5: widths, precisions and numbers as in Python', () => {
    const formatter = new Formatter({
      format: '%(levelname)-10s|%(lineno)05d|%(name)10.3s|%(created)f|%(msecs)03d|%(message)s',
    })
    expect(formatter.format(record({ created: 1057682985.896 }))).toBe(
      'ERROR     |00042|       app|1057682985.896000|896|hello bob',
    )
  })

  it('F5: the mail format of the manual, byte for byte', () =>
    expect(new Formatter(MAIL_FORMAT).format(record())).toBe(`
Message type:       ERROR
Location:           /srv/app/views.py:42
Module:             views
Function:           index
Time:               2003-07-08 16:49:45,896

Message:

hello bob
`))

  it('F6: with a date format no milliseconds are added', () => {
    const formatter = new Formatter({ format: '%(asctime)s', dateFormat: '%d.%m.%y %H:%M' })
    expect(formatter.format(record())).toBe('08.07.03 16:49')
  })

  it('F6: the default time format and its milliseconds can be replaced', () => {
    const formatter = new Formatter('%(asctime)s')
    formatter.defaultTimeFormat = '%H:%M:%S'
    formatter.defaultMsecSeparator = '.'
    expect(formatter.format(record())).toBe('16:49:45.896')
    formatter.defaultMsecSeparator = null
    expect(formatter.format(record())).toBe('16:49:45')
  })

  it('F6: UTC on demand', () => {
    const formatter = new Formatter({ format: '%(asctime)s', utc: true })
    expect(formatter.format(record({ created: 1057682985.007 }))).toBe('2003-07-08 16:49:45,007')
  })

  it('F6: the time is only made when the format mentions it', () => {
    const subject = record()
    new Formatter('%(message)s').format(subject)
    expect(subject.asctime).toBeUndefined()
    expect(new Formatter('%(message)s').usesTime()).toBe(false)
    expect(new Formatter({ format: '${asctime}', style: '$' }).usesTime()).toBe(true)
  })

  it('F7: the traceback follows on its own line, then the stack', () => {
    const error = new TypeError('boom')
    error.stack = 'TypeError: boom\n    at f (/a.js:1:2)\n'
    const text = new Formatter().format(record({ error, stackInfo: 'Stack (most recent call last):\n  x' }))
    expect(text).toBe('hello bob\nTypeError: boom\n    at f (/a.js:1:2)\nStack (most recent call last):\n  x')
  })

  it('F7: no second line end when the text has one', () => {
    const error = Object.assign(new Error('boom'), { stack: 'Error: boom' })
    expect(new Formatter('%(message)s\n').format(record({ error }))).toBe('hello bob\nError: boom')
  })

  it('F8: the traceback is made once for all formatters of a class, and again for another class', () => {
    let made = 0
    class Counting extends Formatter {
      override formatException(): string {
        made++
        return 'counted'
      }
    }
    const subject = record({ error: new Error('boom') })
    expect(new Formatter().format(subject)).toContain('Error: boom')
    expect(new Counting().format(subject)).toBe('hello bob\ncounted')
    expect(new Counting().format(subject)).toBe('hello bob\ncounted')
    expect(made).toBe(1)
  })

  it('F9: every step can be overridden', () => {
    class Own extends Formatter {
      override formatTime(): string {
        return 'now'
      }
      override formatException(): string {
        return 'EXC'
      }
      override formatStack(): string {
        return 'STACK'
      }
      override formatMessage(subject: LogRecord): string {
        return `<${super.formatMessage(subject)}>`
      }
    }
    const text = new Own('%(asctime)s').format(record({ error: 1, stackInfo: 'x' }))
    expect(text).toBe('<now>\nEXC\nSTACK')
  })

  it('F9: several records are joined between header and footer; none is the empty text', () => {
    class Batch extends BufferingFormatter {
      override formatHeader(records: readonly LogRecord[]): string {
        return `[${records.length}]`
      }
      override formatFooter(): string {
        return '[end]'
      }
    }
    expect(new Batch().format([])).toBe('')
    expect(new Batch().format([record(), record()])).toBe('[2]hello bobhello bob[end]')
  })

  it('LOG-6: url and remote_addr are null outside a request', () => {
    const formatter = new Formatter('%(remote_addr)s requested %(url)s')
    expect(formatter.format(record())).toBe('null requested null')
    const context = { url: 'http://x/y', remote_addr: '10.0.0.1' }
    expect(formatter.format(record({ context }))).toBe('10.0.0.1 requested http://x/y')
  })

  it('knows whether it shows the location', () => {
    expect(new Formatter('%(message)s').usesLocation).toBe(false)
    expect(new Formatter({ format: '{filename}', style: '{' }).usesLocation).toBe(true)
  })
})
