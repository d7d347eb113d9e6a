// A process of its own: the shop, reporting in one of the ways. Says its port, then its CPU time and memory whenever it
// is asked, over the channel to its parent.
import type { StartShop } from './servers/shop-server.ts'

/** Each way; only the one that is measured is loaded. */
const ways: Readonly<Record<string, () => Promise<{ readonly start: StartShop }>>> = {
  bare: () => import('./servers/bare.ts'),
  culprit: () => import('./servers/culprit.ts'),
  sentry: () => import('./servers/sentry.ts'),
}

const [way = '', dsn = ''] = process.argv.slice(2)
const shop = await ways[way]?.()
if (shop === undefined) throw new Error(`No way to report is called ${way}`)
const port = await shop.start(dsn)
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({
    cpuMicros: user + system,
    rssBytes: process.memoryUsage.rss(),
  })
})
// A parent that is gone needs no server; ending this way lets a CPU profile be written.
process.on('disconnect', () => process.exit())
process.send?.({ port })
