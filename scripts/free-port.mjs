// Loaded before an example of the manual: its first server takes a free port of this machine alone, whatever it asks
// for, and tells the parent process which.
import { flushCompileCache } from 'node:module'
import { Server } from 'node:net'

const { listen } = Server.prototype
let isFirst = true

Server.prototype.listen = function listenAnywhere(...args) {
  if (!isFirst) return listen.apply(this, args)
  isFirst = false
  const done = args.find((one) => typeof one === 'function')
  this.once('listening', () => {
    // What Node compiled so far is kept at a normal end alone, and servers are killed.
    flushCompileCache()
    process.send?.(this.address().port)
  })
  return listen.call(this, { port: 0, host: '127.0.0.1' }, done)
}
