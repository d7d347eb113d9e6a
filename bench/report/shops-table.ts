import { type Estimate, estimate, medianOf } from '../handlers/statistics.ts'
import { mixes, type ShopsMeasure, type Shown, type Turn, type Way } from './measure-shops.ts'

/** Microseconds of CPU that reporting may cost a request that does not fail. */
const goalMicros = 5
const goalRssMb = 20

/** Returns the tables of what the shops showed, and whether the goals are reached. */
export function shopsTable(runs: readonly ShopsMeasure[], ways: readonly Way[]): string {
  const lines: string[] = []
  for (const { name } of mixes.filter((mix) => runs.some(({ shown }) => shown.has(mix.name)))) {
    lines.push('', `${name}${' '.repeat(24 - name.length)}CPU µs a request     requests/s     p99 ms`)
    for (const way of ways) {
      const groups = runs.flatMap(({ shown }) => shown.get(name)?.[way] ?? [])
      const median = (pick: (shown: Shown) => readonly number[]): string =>
        medianOf(groups.map((group) => medianOf(pick(group)))).toFixed(1)
      const cells = [
        median(({ turns }) => turns.map(({ cpuMicros }) => cpuMicros)).padStart(16),
        median(({ turns }) => turns.map(({ perSecond }) => perSecond)).padStart(15),
        median(({ p99Ms }) => p99Ms).padStart(11),
      ]
      lines.push(`  ${way.padEnd(22)}${cells.join('')}   ${receivedOf(runs, name, way)}`)
    }
    lines.push(...comparisons(runs, name, ways), memory(runs, name, ways))
  }
  return `${lines.join('\n')}\n`
}

function comparisons(runs: readonly ShopsMeasure[], mix: string, ways: readonly Way[]): readonly string[] {
  const lines: string[] = []
  const between = (other: Way, how: (one: Shown, second: Shown) => readonly number[]): Estimate =>
    estimate(
      runs.flatMap(({ shown }) => {
        const found = shown.get(mix)
        return found === undefined ? [] : [how(found.culprit, found[other])]
      }),
    )
  for (const other of ways.filter((way) => way !== 'culprit')) {
    const cpu = between(other, (a, b) => pairs(a.turns, b.turns, (x, y) => x.cpuMicros - y.cpuMicros))
    const p99 = between(other, (a, b) => pairs(a.p99Ms, b.p99Ms, (x, y) => x / y))
    const rate = between(other, (a, b) => pairs(a.turns, b.turns, percentOf))
    lines.push(
      `  culprit to ${other.padEnd(11)}CPU ${show(cpu)} µs, requests/s ${show(rate)} %, p99 ${show(p99, 2)} times` +
        judge({ mix, other, cpu, p99 }),
    )
  }
  return lines
}

interface Compared {
  readonly mix: string
  readonly other: Way
  readonly cpu: Estimate
  readonly p99: Estimate
}

function judge({ mix, other, cpu, p99 }: Compared): string {
  if (other === 'sentry') return `   CPU ${against(cpu, 0)}, p99 ${against(p99, 1)}`
  if (mix !== 'no error') return ''
  return `   goal: at most ${goalMicros} µs: ${cpu.median <= goalMicros ? 'reached' : 'MISSED'}`
}

/** The median decides; an interval that reaches over the border says that another run might decide otherwise. */
function against({ median, low, high }: Estimate, border: number): string {
  const decision = median < border ? 'ahead' : 'BEHIND'
  return low < border && border < high ? `${decision} (uncertain)` : decision
}

function memory(runs: readonly ShopsMeasure[], mix: string, ways: readonly Way[]): string {
  const megabytes = (way: Way): number =>
    medianOf(runs.map(({ rssBytes }) => rssBytes.get(mix)?.[way] ?? 0)) / 1e6
  const bare = megabytes('bare')
  const more = megabytes('culprit') - bare
  const cells = ways.map((way) => `${way} ${megabytes(way).toFixed(0)}`)
  return (
    `  RSS in MB: ${cells.join(', ')}   goal: culprit at most ${goalRssMb} more:` +
    ` ${more.toFixed(1)}, ${more <= goalRssMb ? 'reached' : 'MISSED'}`
  )
}

function receivedOf(runs: readonly ShopsMeasure[], mix: string, way: Way): string {
  const all = runs.flatMap(({ received }) => received.get(`${way} ${mix}`) ?? [])
  const sum = (pick: (one: (typeof all)[number]) => number): number =>
    all.reduce((n, one) => n + pick(one), 0)
  if (mix === 'no error' || way === 'bare') return ''
  return `${sum(({ events }) => events)} events sent, ${sum((one) => one.withVariables)} with variables, ${sum((one) => one.lost)} told as lost`
}

const percentOf = (one: Turn, other: Turn): number => (100 * one.perSecond) / other.perSecond

function pairs<T>(ones: readonly T[], others: readonly T[], how: (one: T, other: T) => number): number[] {
  return ones.flatMap((one, at) => {
    const other = others[at]
    return other === undefined ? [] : [how(one, other)]
  })
}

function show({ median, low, high }: Estimate, digits = 1): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)} .. ${high.toFixed(digits)})`
}
