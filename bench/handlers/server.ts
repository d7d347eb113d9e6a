// A process of its own: one application of one framework, bare or with culprit. Says its port, then its CPU time
// whenever it is asked, over the channel to its parent.
import type { Contestant } from './servers/contestant.ts'

/** Each framework; only the one that is measured is loaded. */
const contestants: Readonly<Record<string, () => Promise<Contestant>>> = {
  express: async () => (await import('./servers/express.ts')).express5,
  'express 4': async () => (await import('./servers/express.ts')).express4Contestant,
  fastify: async () => (await import('./servers/fastify.ts')).contestant,
  hono: async () => (await import('./servers/hono.ts')).contestant,
  koa: async () => (await import('./servers/koa.ts')).contestant,
  node: async () => (await import('./servers/node.ts')).contestant,
  fetch: async () => (await import('./servers/fetch.ts')).contestant,
  nest: async () => (await import('./servers/nest.ts')).contestant,
}

const [framework = '', variant] = process.argv.slice(2)
const contestant = await contestants[framework]?.()
if (contestant === undefined) throw new Error(`No framework ${framework}`)
const port = await (variant === 'bare' ? contestant.bare() : contestant.culprit())
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMicros: user + system })
})
// A parent that is gone needs no server; ending this way lets a CPU profile be written.
process.on('disconnect', () => process.exit())
process.send?.({ port })
