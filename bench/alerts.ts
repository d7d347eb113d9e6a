// `npm run bench:alerts [-- --seed 1 --seconds 20 --json]`. First what asking rules costs: the same events planned with 0,
// 10 and 1,000 rules in their project, in this process, CPU of this thread. Then how long mails take, from the answer to
// the request to the mail at a real SMTP server (one that greets after 100 ms): the built tracker under half of the load
// that it can process, and under as much as 32 connections send that wait for their answers. Linux only.
import { parseArgs } from 'node:util'
import { measureCost } from './alerts/cost.ts'
import { measureDelays } from './alerts/delay.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
})

const costs = await measureCost()
const delays = await measureDelays({ seed: Number(values.seed), seconds: Number(values.seconds) })
if (values.json) process.stdout.write(`${JSON.stringify({ costs, delays })}\n`)
else {
  process.stdout.write('\nrules in a project   CPU per event, µs   more than without, µs\n')
  for (const { rules, micros } of costs) {
    const more = micros - (costs[0]?.micros ?? 0)
    const goal = rules === 10 ? `   at most 10   ${more <= 10 ? 'reached' : 'MISSED'}` : ''
    process.stdout.write(
      `  ${String(rules).padStart(8)}           ${micros.toFixed(1).padStart(8)}            ${more.toFixed(1).padStart(8)}${goal}\n`,
    )
  }
  for (const { load, rate, newIssue, newIssueSinceSent, threshold, stages } of delays) {
    process.stdout.write(`\nack to SMTP under ${load}: ${Math.round(rate)} events/s of 10 kB\n`)
    for (const [name, { count, p50, p99, max }, goal] of [
      ['new issue', newIssue, 2000],
      ['threshold', threshold, 5000],
    ] as const)
      process.stdout.write(
        `  ${name.padEnd(12)} p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, max ${max.toFixed(0)} ms of ${count}   at most ${goal}   ${p99 <= goal ? 'reached' : 'MISSED'}\n`,
      )
    const { p50, p99, max } = newIssueSinceSent
    process.stdout.write(
      `  new issue, from sending on: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, max ${max.toFixed(0)} ms\n` +
        `  medians: ${stages.digest} ms until the commit, ${stages.outbox} ms in the outbox, ${stages.mail} ms for the mail itself\n`,
    )
  }
}
