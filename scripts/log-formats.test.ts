import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { Formatter, LogRecord } from 'culprit/logging'
import { RECORD_ATTRIBUTES } from '../packages/culprit/src/logging/record.ts'
import { pattern } from './docs/exchange.ts'

const page = readFileSync(fileURLToPath(new URL('../docs/log-formats.md', import.meta.url)), 'utf8')

/** The rows of the page's table: the attribute, and what a format shows of it for the record below. */
const rows = [...page.matchAll(/^\| `(\w+)` \| .+ \| `([^`]+)` \|$/gm)].map(
  ([, attribute = '', example = '']) => ({
    attribute,
    example,
  }),
)

/** The record that the examples of the table show. */
const record = new LogRecord({
  name: 'shop.cart',
  levelno: 30,
  msg: 'stock of %s is low: %d left',
  args: ['desk lamp', 2],
  error: new RangeError('card was declined'),
  extra: { sku: 'lamp-1' },
  context: { request_id: 'f81d', task: 'checkout' },
  created: 1057675785.896,
  location: { pathname: '/srv/shop/src/cart.ts', lineno: 42, funcName: 'reserve' },
  stackInfo: 'Stack (most recent call last):\n    at reserve (/srv/shop/src/cart.ts:42:3)',
  origin: { process: 4711, processName: 'MainProcess', thread: 0, threadName: 'main', taskName: 'checkout' },
})

describe('the table of attributes', () => {
  it('has every attribute of records, and no other', () => {
    expect(rows.map(({ attribute }) => attribute).toSorted()).toEqual([...RECORD_ATTRIBUTES].toSorted())
  })

  it.each(rows)('%($attribute)s shows $example', ({ attribute, example }) => {
    const formatter = new Formatter({ format: `%(${attribute})s`, utc: true })
    record.asctime = formatter.formatTime(record)
    expect(formatter.formatMessage(record)).toMatch(new RegExp(`^${pattern(example).source}$`))
  })
})
