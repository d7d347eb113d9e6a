import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** A page on an origin of its own. */
export interface PageServer {
  readonly url: string
  close(): Promise<void>
}

/** Bundles a page's script with Vite and serves it on loopback; the DSN is in the page's `data-dsn`. */
export async function servePage(entry: string, dsn: string): Promise<PageServer> {
  const script = await bundle(fileURLToPath(new URL(`../apps/${entry}`, import.meta.url)))
  const html = `<!doctype html><html lang="en" data-dsn="${dsn}"><title>Basket</title><button id="buy">Buy</button><script type="module" src="/main.js"></script></html>`
  const server = createServer((request, response) => {
    if (request.url === '/main.js') response.setHeader('content-type', 'text/javascript').end(script)
    else response.setHeader('content-type', 'text/html').end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function bundle(input: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, rolldownOptions: { input } },
  })
  const outputs = Array.isArray(built) ? built : [built]
  for (const output of outputs) {
    if (!('output' in output)) continue
    const chunk = output.output.find((each) => each.type === 'chunk')
    if (chunk?.type === 'chunk') return chunk.code
  }
  throw new Error(`Nothing was bundled from ${input}`)
}
