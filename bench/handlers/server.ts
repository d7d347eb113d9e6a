// A process of its own: one application of one framework. Says its port, then its CPU time whenever it is asked, or what
// requests over connections in memory cost, over the channel to its parent.
import { MemoryConnections } from './memory-connection.ts'
import type { Question } from './question.ts'
import { type Contestant, portOf } from './servers/contestant.ts'

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

/** What the parent asks: its CPU time, or, with a question, what the question costs here in memory. */
interface Order {
  readonly question?: Question
  readonly count?: number
}

const [framework = '', variant] = process.argv.slice(2)
const contestant = await contestants[framework]?.()
if (contestant === undefined || (variant !== 'own' && variant !== 'least' && variant !== 'culprit')) {
  throw new Error(`No framework ${framework}, or no variant ${variant}`)
}
const server = await contestant[variant]()
let connections: MemoryConnections | undefined
process.on('message', ({ question, count = 1 }: Order) => void obey(question, count))
// A parent that is gone needs no server; ending this way lets a CPU profile be written.
process.on('disconnect', () => process.exit())
process.send?.({ port: portOf(server) })

async function obey(question: Question | undefined, count: number): Promise<void> {
  if (question === undefined) return tell(process.cpuUsage())
  connections ??= new MemoryConnections(server)
  const before = process.cpuUsage()
  await connections.ask(question, count)
  tell(process.cpuUsage(before))
}

function tell({ user, system }: NodeJS.CpuUsage): void {
  process.send?.({ cpuMicros: user + system })
}
