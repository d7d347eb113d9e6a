import { expect, it } from 'vitest'
import { NameFilter, passFilters } from './filter.ts'
import { LogRecord } from './record.ts'

function named(name: string): LogRecord {
  return new LogRecord({ name, levelno: 20, msg: 'x' })
}

it.each([
  ['A.B', 'A.B', true],
  ['A.B', 'A.B.C', true],
  ['A.B', 'A.BB', false],
  ['A.B', 'A', false],
  ['', 'anything', true],
])('T14: the name filter %s lets %s pass: %s', (filter, name, passes) =>
  expect(new NameFilter(filter).filter(named(name))).toBe(passes),
)

it('T14: filters run in their order on what the one before returned', () => {
  const [first, second] = [named('a'), named('b')]
  const seen: LogRecord[] = []
  const passed = passFilters([() => second, (record) => seen.push(record) > 0], first)
  expect(passed).toBe(second)
  expect(seen).toEqual([second])
})

it('T14: returning nothing drops the record', () => {
  const nothing: unknown = (): void => undefined
  expect(passFilters([nothing as () => boolean], named('a'))).toBeUndefined()
})
