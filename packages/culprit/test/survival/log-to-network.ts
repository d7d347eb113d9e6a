// Logs to a receiver on a connection and ends: the child of network.test.ts.
// Arguments: `http` or `tcp`, port, way to end.
import { getLogger } from '../../src/logging/manager.ts'
import { HttpHandler } from '../../src/logging/handlers/http-handler.ts'
import { SyslogHandler } from '../../src/logging/handlers/syslog-handler.ts'

const [kind, port, ending] = process.argv.slice(2)
const handler =
  kind === 'http'
    ? new HttpHandler(`http://127.0.0.1:${port}/log`, {
        method: 'POST',
        mapRecord: ({ message }) => ({ message }),
      })
    : new SyslogHandler({ address: ['127.0.0.1', Number(port)], transport: 'tcp' })
const log = getLogger('shop')
log.addHandler(handler)
for (let n = 0; n < 5; n++) log.error('line %d', n)
if (ending === 'exit') process.exit(3)
if (ending === 'SIGTERM') process.kill(process.pid, 'SIGTERM')
if (ending === 'throw') throw new Error('thrown')
if (ending === 'late') process.on('exit', () => log.error('line late'))
if (ending === 'outage') {
  await handler.flush()
  process.exit(0)
}
