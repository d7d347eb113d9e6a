import { Server } from 'node:http'
import { serve } from '@hono/node-server'

/** Starts a web-standard handler on Hono's server for Node. */
export function serveFetch(fetch: (request: Request) => Response | Promise<Response>): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => {
      if (server instanceof Server) resolve(server)
      else reject(new TypeError('Not a server of node:http'))
    })
  })
}
